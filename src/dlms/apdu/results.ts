import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';

/** Data-Access-Result codes (GB 9.5) by their ASN.1 names. */
export const DATA_ACCESS_RESULTS = {
  success: 0,
  'hardware-fault': 1,
  'temporary-failure': 2,
  'read-write-denied': 3,
  'object-undefined': 4,
  'object-class-inconsistent': 9,
  'object-unavailable': 11,
  'type-unmatched': 12,
  'scope-of-access-violated': 13,
  'data-block-unavailable': 14,
  'long-get-aborted': 15,
  'no-long-get-in-progress': 16,
  'long-set-aborted': 17,
  'no-long-set-in-progress': 18,
  'data-block-number-invalid': 19,
  'other-reason': 250,
} as const;
export type DataAccessResult = keyof typeof DATA_ACCESS_RESULTS;

/** Action-Result codes (GB 9.5) by their ASN.1 names. */
export const ACTION_RESULTS = {
  success: 0,
  'hardware-fault': 1,
  'temporary-failure': 2,
  'read-write-denied': 3,
  'object-undefined': 4,
  'object-class-inconsistent': 9,
  'object-unavailable': 11,
  'type-unmatched': 12,
  'scope-of-access-violated': 13,
  'data-block-unavailable': 14,
  'long-action-aborted': 15,
  'no-long-action-in-progress': 16,
  'other-reason': 250,
} as const;
export type ActionResult = keyof typeof ACTION_RESULTS;

const DATA_ACCESS_NAMES = namesByCode(DATA_ACCESS_RESULTS);
const ACTION_NAMES = namesByCode(ACTION_RESULTS);

/**
 * One octet.
 * @throws PeerProtocolError for a code that the standard does not assign
 */
export function decodeDataAccessResult(reader: ByteReader): DataAccessResult {
  const code = reader.u8('data-access-result');
  return DATA_ACCESS_NAMES[code] ?? unknownCode(reader, 'data-access-result', code);
}

export function encodeDataAccessResult(writer: ByteWriter, result: DataAccessResult): void {
  writer.u8(DATA_ACCESS_RESULTS[result]);
}

/**
 * One octet.
 * @throws PeerProtocolError for a code that the standard does not assign
 */
export function decodeActionResult(reader: ByteReader): ActionResult {
  const code = reader.u8('action-result');
  return ACTION_NAMES[code] ?? unknownCode(reader, 'action-result', code);
}

export function encodeActionResult(writer: ByteWriter, result: ActionResult): void {
  writer.u8(ACTION_RESULTS[result]);
}

function unknownCode(reader: ByteReader, what: string, code: number): never {
  reader.failAt(reader.offset - 1, `${what}: unknown code ${code}`);
}

function namesByCode<Name extends string>(codes: Readonly<Record<Name, number>>): readonly (Name | undefined)[] {
  const names: (Name | undefined)[] = [];
  for (const name in codes) names[codes[name]] = name;
  return names;
}
