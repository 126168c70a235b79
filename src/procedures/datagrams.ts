import { answerOf } from '#client/answer';
import { datagramsOf } from '#client/datagram-channel';
import type { DlmsClient } from '#client/dlms-client';
import { type GetOutcome, getAttribute } from '#client/reading';
import type { Reply } from '#client/reply';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { concat, equalOctets } from '#dlms/codec/hex';
import { outcomeText, valueIn } from './block-transfer';
import { Examination, type Findings } from './findings';
import { dataIn, isSameValue } from './get-values';
import { OBJECT_LIST } from './object-list';
import { type Observed, observe } from './observed';
import { opensAnewWith } from './opening';
import { encodeGetName } from './requests';
import { type Dialogue, examineServedDialogue, opensAndReads } from './wpdu-headers';

/** A datagram that is not what its header says. */
export const BROKEN_DATAGRAMS = ['shorter than announced', 'longer than announced', 'half a header'] as const;
export type BrokenDatagram = (typeof BROKEN_DATAGRAMS)[number];

/** An opening and a read, and the datagrams that answered them. */
export interface DatagramDialogue {
  readonly dialogue: Dialogue;
  readonly sent: number;
  readonly received: readonly Uint8Array[];
}

/** What came to the same read, sent twice. */
export interface Duplicate {
  /** protected: a meter may serve it once only */
  readonly ciphered: boolean;
  readonly replies: readonly Reply[];
}

/** The same long value, read in blocks and read in one reply. */
export interface LongReads {
  readonly inBlocks: GetOutcome;
  /** octets of each of its replies */
  readonly sizes: readonly number[];
  readonly whole: GetOutcome;
}

const SURPLUS = Uint8Array.of(0, 0, 0);
const MISSING = 3;
const HALF_HEADER = 4;
const SHORT_PDU = 512;
/** What fits one datagram over IPv4. */
const LONGEST_PDU = 65_499;
/** What Ethernet carries in one piece. */
export const ETHERNET_MTU = 1500;

/** WRP-16 */
export async function opensAndReadsByDatagrams(client: DlmsClient): Promise<DatagramDialogue> {
  const channel = datagramsOf(client.channel);
  const [sentBefore, receivedBefore] = [channel.sent, channel.datagrams.length];
  const dialogue = await opensAndReads(client);
  return { dialogue, sent: channel.sent - sentBefore, received: channel.datagrams.slice(receivedBefore) };
}

/** Each request was answered by one datagram: its length has been judged as it came. */
export function examineDatagrams({ dialogue, sent, received }: DatagramDialogue): Findings {
  const examination = new Examination();
  examination.add(examineServedDialogue(dialogue));
  examination.expect(sent === received.length, `${sent} datagrams were answered by ${received.length}`);
  return examination;
}

/** WRP-17: a read in the open association in a datagram that is broken. */
export async function sendsBrokenDatagram(client: DlmsClient, how: BrokenDatagram): Promise<readonly Observed[]> {
  const channel = datagramsOf(client.channel);
  const whole = channel.encode(client.protected(encodeGetName(client)));
  await channel.sendOctets(BREAKS[how](whole), () => [`a datagram that is ${how}`]);
  return [await observe(`GET in a datagram that is ${how}`, client.receive())];
}

const BREAKS: Readonly<Record<BrokenDatagram, (whole: Uint8Array) => Uint8Array>> = {
  'shorter than announced': (whole) => whole.slice(0, -MISSING),
  'longer than announced': (whole) => concat(whole, SURPLUS),
  'half a header': (whole) => whole.slice(0, HALF_HEADER),
};

/** WRP-18: the octets of one read, sent twice, and all that comes. */
export async function sendsTwice(client: DlmsClient): Promise<Duplicate> {
  const channel = datagramsOf(client.channel);
  const datagram = channel.encode(client.protected(encodeGetName(client)));
  await channel.sendOctets(datagram, () => ['GET']);
  await channel.sendOctets(datagram, () => ['the same GET once more']);
  const first = await client.receive();
  const replies = first.kind === 'apdu' ? [first, await client.receive()] : [first];
  return { ciphered: client.association.defaultProtection !== undefined, replies };
}

export function examineDuplicate({ ciphered, replies }: Duplicate): Findings {
  const examination = new Examination();
  const [first, second] = replies;
  const value = first && dataIn(first);
  examination.expect(value !== undefined && value.type !== 'null-data', `the first was answered by ${textOf(first)}`);
  if (second === undefined || second.kind === 'silence') return examination;
  if (ciphered) {
    examination.expect(dataIn(second) === undefined, 'the second of two equal protected reads got data');
    return examination;
  }
  const equal = isSameReply(first, second);
  examination.expect(equal, `the second reply is not equal to the first: ${textOf(second)}`);
  return examination;
}

/** What is read here must be longer than what Ethernet carries in one piece, or the case says nothing. */
export async function lengthOfObjectList(client: DlmsClient): Promise<number> {
  const value = valueIn(await getAttribute(client, OBJECT_LIST));
  return value === undefined ? 0 : encodeToBytes(value).length;
}

/** WRP-19: the object list in short replies, then in one that is as long as it takes. */
export async function readsBeyondMtu(client: DlmsClient): Promise<LongReads> {
  await opensAnewWith(client, { initiate: { clientMaxReceivePduSize: SHORT_PDU } });
  const heard = client.hear();
  const inBlocks = await getAttribute(client, OBJECT_LIST);
  const sizes = heard.map(({ octets }) => octets.length);
  await opensAnewWith(client, { initiate: { clientMaxReceivePduSize: LONGEST_PDU } });
  return { inBlocks, sizes, whole: await getAttribute(client, OBJECT_LIST) };
}

/** Both reads bring the same value, and no reply exceeds what was agreed. */
export function examineLongReads({ inBlocks, sizes, whole }: LongReads): Findings {
  const examination = new Examination();
  const [short, long] = [valueIn(inBlocks), valueIn(whole)];
  examination.expect(short !== undefined, `with short replies ${outcomeText(inBlocks)}`);
  examination.expect(long !== undefined, `with long replies ${outcomeText(whole)}`);
  const same = short === undefined || long === undefined || isSameValue(short, long);
  examination.expect(same, 'the value in short replies is not the value in long ones');
  for (const size of sizes) {
    examination.expect(size <= SHORT_PDU, `a reply of ${size} octets where ${SHORT_PDU} were agreed`);
  }
  return examination;
}

function isSameReply(one: Reply | undefined, other: Reply): boolean {
  return one?.kind === 'apdu' && other.kind === 'apdu' && equalOctets(one.received.octets, other.received.octets);
}

function textOf(reply: Reply | undefined): string {
  if (reply === undefined) return 'nothing';
  const { kind, detail } = answerOf(reply);
  return `${kind} (${detail})`;
}
