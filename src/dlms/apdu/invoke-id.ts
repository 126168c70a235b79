/** Invoke-Id-And-Priority (GB 9.4.6.6): bits 0..3 invoke-id, 6 service-class, 7 priority; 4 and 5 are reserved, 0. */
export interface InvokeIdAndPriority {
  /** 0..15 */
  readonly id: number;
  readonly confirmed: boolean;
  readonly highPriority: boolean;
}

/** The octet, e.g. C1 for `{ id: 1, confirmed: true, highPriority: true }`. Only the low four bits of `id` count. */
export function encodeInvokeIdAndPriority(value: InvokeIdAndPriority): number {
  return (value.id & 0x0f) | (value.confirmed ? 0x40 : 0) | (value.highPriority ? 0x80 : 0);
}

/** Total over all octets: the reserved bits 4 and 5 are not looked at. */
export function decodeInvokeIdAndPriority(octet: number): InvokeIdAndPriority {
  return { id: octet & 0x0f, confirmed: (octet & 0x40) !== 0, highPriority: (octet & 0x80) !== 0 };
}
