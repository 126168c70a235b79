import { ByteReader, type DecodeNote } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { LocalProtocolError } from '#dlms/errors';
import { cipheredTag, GENERAL_DED_TAG, GENERAL_GLO_TAG, isCipheredTag, serviceOfCipheredTag } from './tags';

export type CipheredForm = 'glo' | 'ded' | 'general-glo' | 'general-ded';

/** A ciphered APDU taken out of its envelope (GB 9.2.7.2.4): tag ‖ [system title] ‖ length ‖ content. */
export interface CipheredApdu {
  readonly form: CipheredForm;
  /** the tag on the wire */
  readonly tag: number;
  /** plain tag of the service, which only the glo- and ded- forms show */
  readonly serviceTag?: number;
  /** general forms only; absent when its length is 0 */
  readonly systemTitle?: Uint8Array;
  /** SC ‖ IC ‖ …, opaque here */
  readonly content: Uint8Array;
}

const SYSTEM_TITLE_SIZE = 8;

/**
 * Opens the envelope of glo-, ded-, general-glo- and general-ded-ciphering. `content` is a view on `octets`.
 * @returns undefined when the tag is none of these
 * @throws PeerProtocolError when a length does not match exactly or a system title has neither 0 nor 8 octets
 */
export function decodeCiphered(octets: Uint8Array, notes: DecodeNote[] = []): CipheredApdu | undefined {
  const tag = octets[0];
  if (tag === undefined || !isCipheredTag(tag)) return undefined;
  const reader = new ByteReader(octets, notes, 1);
  const service = serviceOfCipheredTag(tag);
  const title = service ? undefined : decodeSystemTitle(reader);
  const content = reader.octetString('ciphered content');
  reader.expectEnd('ciphered APDU');
  if (service) return { form: service.form, tag, serviceTag: service.row.plain, content };
  return { form: generalForm(tag), tag, ...(title && { systemTitle: title }), content };
}

/**
 * Puts protected content into its envelope. `serviceTag` is the plain tag of the protected APDU; the general forms
 * do not show it.
 * @throws LocalProtocolError when the service has no tag of that form, or a system title is given to one without
 */
export function encodeCiphered(apdu: {
  readonly form: CipheredForm;
  readonly serviceTag: number;
  readonly systemTitle?: Uint8Array;
  readonly content: Uint8Array;
}): Uint8Array {
  const writer = new ByteWriter(apdu.content.length + 16);
  if (apdu.form === 'general-glo' || apdu.form === 'general-ded') {
    writer.u8(apdu.form === 'general-glo' ? GENERAL_GLO_TAG : GENERAL_DED_TAG);
    writer.octetString(apdu.systemTitle ?? new Uint8Array(0));
  } else {
    if (apdu.systemTitle) throw new LocalProtocolError(`a ${apdu.form}- APDU carries no system title`);
    writer.u8(serviceCipheredTag(apdu.serviceTag, apdu.form));
  }
  return writer.octetString(apdu.content).toBytes();
}

function serviceCipheredTag(serviceTag: number, form: 'glo' | 'ded'): number {
  const tag = cipheredTag(serviceTag, form);
  if (tag === undefined) throw new LocalProtocolError(`tag ${serviceTag.toString(16)} has no ${form}- form`);
  return tag;
}

function generalForm(tag: number): CipheredForm {
  return tag === GENERAL_GLO_TAG ? 'general-glo' : 'general-ded';
}

function decodeSystemTitle(reader: ByteReader): Uint8Array | undefined {
  const at = reader.offset;
  const length = reader.length('system title');
  if (length !== 0 && length !== SYSTEM_TITLE_SIZE) {
    reader.failAt(at, `system title: 0 or ${SYSTEM_TITLE_SIZE} octets expected, got ${length}`);
  }
  return length === 0 ? undefined : reader.take(length, 'system title');
}
