import type { Conformance } from '#dlms/apdu/conformance';

export const DLMS_VERSION = 6;
/** VAA name of an association with logical-name referencing; with short names it is the base name FA00. */
export const LOGICAL_NAME_VAA = 0x0007;
/** A client-max-receive-pdu-size of 1..11 is refused as too short; 0 means no limit (acse.md 4). */
export const SHORTEST_PDU_SIZE = 12;

/** negotiated = proposed AND offered (GB 9.4.6.1). */
export function negotiateConformance(proposed: Conformance, offered: Conformance): Conformance {
  return new Set([...proposed].filter((bit) => offered.has(bit)));
}

/** The smaller of two PDU limits in octets, where 0 stands for no limit. */
export function smallerLimit(a: number, b: number): number {
  if (a === 0) return b;
  if (b === 0) return a;
  return Math.min(a, b);
}
