import type { DlmsClient } from '#client/dlms-client';
import { getResponseOf } from '#client/reading';
import type { Reply } from '#client/reply';
import { encodeApdu } from '#dlms/apdu/apdu';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { LocalProtocolError } from '#dlms/errors';
import { LOGICAL_DEVICE_NAME } from './health';
import type { Observed } from './observed';

/** `class-id ‖ logical name ‖ attribute-id ‖ presence` of one item of a list. */
const ITEM_LENGTH = 10;
/** Room for what stands around the items: protection, header, filler. */
const AROUND_ITEMS = 64;
/** SC, IC */
const SECURITY_HEADER = 5;
const TAG_LENGTH = 12;
/** Names nothing: what is written there is lost. */
const NO_ATTRIBUTE = { classId: 1, logicalName: '255-255:255.255.255.255', attributeId: 2 } as const;

/** What the meter said it can receive; 0 = anything, undefined without an association. */
export function serverLimit(client: DlmsClient): number | undefined {
  return client.association.negotiated?.serverMaxReceivePduSize;
}

/**
 * ASC-33: one APDU, whole and with its protection, of one octet more than the meter can receive. Where the meter
 * serves it in spite of its limit, it must have understood it: another answer is judged by a row of its own.
 */
export async function sendsTooLongRequest(client: DlmsClient): Promise<readonly Observed[]> {
  const limit = serverLimit(client);
  if (limit === undefined || limit === 0) throw new LocalProtocolError('no request is too long for this meter');
  const { plain, items } = requestOfLength(client, limit + 1);
  const reply = await client.request(plain);
  const what = `request of ${limit + 1} octets, the limit being ${limit}`;
  return [answersList(reply, items) ? { what, reply } : { what, reply, variant: 'no answer to the request' }];
}

/** A result for each item, or the first block of them. */
function answersList(reply: Reply, items: number): boolean {
  const response = getResponseOf(reply);
  if (response?.choice === 'with-list') return response.results.length === items;
  return response?.choice === 'with-datablock';
}

interface LongRequest {
  readonly plain: Uint8Array;
  /** of its list; 0 when it is none */
  readonly items: number;
}

/** A list of reads where lists were negotiated, else a write to where nothing is. @param length with its protection */
function requestOfLength(client: DlmsClient, length: number): LongRequest {
  const lists = client.association.negotiated?.negotiatedConformance.has('multiple-references') === true;
  const items = lists ? Math.max(1, Math.floor((length - AROUND_ITEMS) / ITEM_LENGTH)) : 0;
  for (let filler = 0; filler <= length; filler++) {
    const plain = lists ? listRequest(items, filler) : setRequest(filler);
    if (protectedLength(client, plain.length) === length) return { plain, items };
  }
  throw new LocalProtocolError(`no request is ${length} octets long`);
}

/** So many reads of the logical device name; the last one has a selection, to fill up by single octets. */
function listRequest(items: number, filler: number): Uint8Array {
  const attributes = Array.from({ length: items - 1 }, () => ({ attribute: LOGICAL_DEVICE_NAME }));
  const parameters = { type: 'octet-string', value: new Uint8Array(filler) } as const;
  const last = { attribute: LOGICAL_DEVICE_NAME, selection: { selector: 1, parameters } };
  return encodeApdu({
    kind: 'get-request',
    choice: 'with-list',
    invokeIdAndPriority: INVOKE_ID,
    attributes: [...attributes, last],
  });
}

function setRequest(filler: number): Uint8Array {
  return encodeApdu({
    kind: 'set-request',
    choice: 'normal',
    invokeIdAndPriority: INVOKE_ID,
    attribute: NO_ATTRIBUTE,
    value: { type: 'octet-string', value: new Uint8Array(filler) },
  });
}

/** Confirmed, high priority. */
const INVOKE_ID = 0xc1;

/** Of an APDU with the protection that the association uses: tag ‖ length ‖ SC ‖ IC ‖ APDU ‖ tag. */
function protectedLength(client: DlmsClient, plainLength: number): number {
  const choice = client.association.defaultProtection;
  if (choice === undefined) return plainLength;
  const content = SECURITY_HEADER + plainLength + (choice.control.authenticated ? TAG_LENGTH : 0);
  return 1 + new ByteWriter().length(content).size + content;
}
