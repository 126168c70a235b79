import { integerFrom, writeInteger } from '#dlms/codec/ber';
import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { ReleaseRequestReason, ReleaseResponseReason, Rlre, Rlrq } from './acse';
import { type AcseField, AcseFields } from './acse-fields';
import { writeAcse, writeOctetStringField } from './acse-writer';
import { present } from './present';
import { RLRE_TAG, RLRQ_TAG } from './tags';

/** Fields of RLRQ and RLRE (GB 9.4.2, acse.md 8). */
export const RELEASE_FIELDS = [
  { name: 'reason', tag: 0x80 },
  { name: 'user-information', tag: 0xbe },
] as const satisfies readonly AcseField[];

const REQUEST_REASONS: Readonly<Record<ReleaseRequestReason, number>> = { normal: 0, urgent: 1, 'user-defined': 30 };
const RESPONSE_REASONS: Readonly<Record<ReleaseResponseReason, number>> = {
  normal: 0,
  'not-finished': 1,
  'user-defined': 30,
};

/** `62 ‖ length ‖ [80 01 reason] ‖ [BE user-information]`. */
export function encodeRlrq(writer: ByteWriter, rlrq: Rlrq): void {
  const reason = rlrq.reason === undefined ? undefined : REQUEST_REASONS[rlrq.reason];
  encodeRelease(writer, RLRQ_TAG, reason, rlrq.userInformation);
}

/** `63 ‖ length ‖ [80 01 reason] ‖ [BE user-information]`. */
export function encodeRlre(writer: ByteWriter, rlre: Rlre): void {
  const reason = rlre.reason === undefined ? undefined : RESPONSE_REASONS[rlre.reason];
  encodeRelease(writer, RLRE_TAG, reason, rlre.userInformation);
}

/** The reader stands behind the tag. @throws PeerProtocolError also for a reason that the standard does not assign */
export function decodeRlrq(reader: ByteReader): Rlrq {
  return { kind: 'RLRQ', ...decodeRelease(reader, 'RLRQ', ['normal', 'urgent', 'user-defined'], REQUEST_REASONS) };
}

/** The reader stands behind the tag. @throws PeerProtocolError also for a reason that the standard does not assign */
export function decodeRlre(reader: ByteReader): Rlre {
  return {
    kind: 'RLRE',
    ...decodeRelease(reader, 'RLRE', ['normal', 'not-finished', 'user-defined'], RESPONSE_REASONS),
  };
}

function decodeRelease<Reason extends string>(
  reader: ByteReader,
  apdu: string,
  names: readonly Reason[],
  numbers: Readonly<Record<Reason, number>>,
) {
  const fields = new AcseFields(reader, apdu, RELEASE_FIELDS);
  return present({
    reason: fields.whole('reason', (contents, what) => {
      const number = integerFrom(contents, what);
      const name = names.find((candidate) => numbers[candidate] === number);
      return name ?? contents.failAt(contents.offset - 1, `${apdu} ${what}: unknown number ${number}`);
    }),
    userInformation: fields.octetString('user-information'),
  });
}

function encodeRelease(
  writer: ByteWriter,
  tag: number,
  reason: number | undefined,
  userInformation: Uint8Array | undefined,
): void {
  writeAcse(writer, tag, (body) => {
    if (reason !== undefined) writeInteger(body, reason, 0x80);
    writeOctetStringField(body, 0xbe, userInformation);
  });
}
