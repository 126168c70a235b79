import { type HeardOctets, textOfHeard } from '#client/ascii-dialogue';
import type { DlmsClient } from '#client/dlms-client';
import { toSpacedHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { selectedBaud } from '#dlms/link/optical/baud-character';
import { type Identification, leastReactionMs, offersHdlc } from '#dlms/link/optical/identification';
import { hasEvenParity } from '#dlms/link/optical/parity';
import type { MeterDeclaration } from '#rig/rig';
import { examineBeginning } from './beginning';
import { Examination, type Findings } from './findings';
import { type Asked, asks, atStart, identificationIn, leaves, SILENCE_MS } from './sign-on';

const LATEST_REACTION_MS = 1500;
const GARBAGE_LENGTH = 200;
const PAUSE_MS = 2000;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const LONGEST_ADDRESS = 32;
const SHOWN = 32;

/** IEC-01 and others: one request, and a break after it. */
export async function asksOnce(client: DlmsClient, address?: string): Promise<Asked> {
  const dialogue = await atStart(client);
  const asked = await asks(dialogue, address);
  await leaves(dialogue);
  return asked;
}

/** IEC-02: the address as declared, without leading zeros, and with more of them. */
export async function asksByAddress(client: DlmsClient, declared: string): Promise<readonly Asked[]> {
  const bare = declared.replace(/^0+(?=.)/, '');
  const longer = bare.padStart(Math.min(LONGEST_ADDRESS, declared.length + 2), '0');
  const asked: Asked[] = [];
  for (const address of new Set([declared, bare, longer])) asked.push(await asksOnce(client, address));
  return asked;
}

/** IEC-03: an address that is wrong in its last character, and then the right one. */
export async function asksAnotherMeter(
  client: DlmsClient,
  declared: string,
): Promise<{ readonly other: Asked; readonly right: Asked }> {
  const dialogue = await atStart(client);
  const other = await asks(dialogue, withOtherEnd(declared));
  const right = await asks(dialogue, declared);
  await leaves(dialogue);
  return { other, right };
}

/** What came to octets that ask for nothing, and to a request after them. */
export interface Babbled {
  readonly heard: HeardOctets;
  readonly asked: Asked;
}

/** IEC-14: random octets without a request among them, a pause, and a request. */
export async function babbles(client: DlmsClient): Promise<Babbled> {
  const dialogue = await atStart(client);
  await dialogue.sendOctets(withoutRequest(client.random(GARBAGE_LENGTH)));
  const heard = await dialogue.listen({ ms: PAUSE_MS });
  const asked = await asks(dialogue);
  await leaves(dialogue);
  return { heard, asked };
}

/** The identification in due form and time, at a rate that the meter declares. */
export function examineIdentifications(asked: readonly Asked[], meter: MeterDeclaration): Findings {
  const examination = new Examination();
  for (const each of asked) examineForm(each, meter, examination);
  return examination;
}

function examineForm(asked: Asked, { baudRates }: MeterDeclaration, examination: Examination): void {
  const identification = identifiedBy(asked, examination);
  if (identification === undefined) return;
  const { baudCharacter } = identification;
  const baud = selectedBaud(baudCharacter);
  examination.expect(baud !== undefined, `Z is "${baudCharacter}", which names no rate of modes C and E`);
  if (baud !== undefined && baudRates !== undefined) {
    examination.expect(baudRates.includes(baud), `it names ${baud} baud, declared are ${baudRates.join(', ')}`);
  }
  examination.tolerate(offersHdlc(identification), 'the identification does not announce HDLC');
  examineReaction(asked, leastReactionMs(identification), examination);
}

/** An identification came, whatever it says. */
export function examineAnswered(asked: readonly Asked[]): Findings {
  const examination = new Examination();
  for (const each of asked) identifiedBy(each, examination);
  return examination;
}

export function examineSilence(what: string, { octets }: HeardOctets): Findings {
  const examination = new Examination();
  examination.expect(octets.length === 0, `${what} was answered: ${shown(octets)}`);
  return examination;
}

/** The identification with even parity in every character; undefined, and a fault told, where it is not one. */
function identifiedBy(asked: Asked, examination: Examination): Identification | undefined {
  const { address, heard, seesParity } = asked;
  const what = address === '' ? 'the request' : `the request to "${address}"`;
  const { octets } = heard;
  examination.expect(octets.length > 0, `no identification came within ${SILENCE_MS / 1000} s of ${what}`);
  if (octets.length === 0) return undefined;
  const odd = octets.findIndex((octet) => !hasEvenParity(octet));
  examination.expect(!seesParity || odd < 0, `character ${odd + 1} of the identification has odd parity`);
  try {
    return identificationIn(asked);
  } catch (error) {
    if (!(error instanceof PeerProtocolError)) throw error;
    examination.expect(false, `${error.message}: "${textOfHeard(heard).slice(0, SHOWN).trimEnd()}"`);
    return undefined;
  }
}

function examineReaction({ sentAt, heard }: Asked, leastMs: number, examination: Examination): void {
  const window = { what: 'it', since: 'the request', earliestMs: leastMs, latestMs: LATEST_REACTION_MS };
  examination.add(examineBeginning(heard, sentAt, window));
}

function withOtherEnd(address: string): string {
  const last = address.slice(-1);
  const other = /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'A' ? 'B' : 'A';
  return address.slice(0, -1) + other;
}

/** Where a question mark happens to follow a slash, it gives way. */
function withoutRequest(octets: Uint8Array): Uint8Array {
  const isPair = (octet: number, index: number) =>
    (octet & 0x7f) === QUESTION_MARK && ((octets[index - 1] ?? 0) & 0x7f) === SLASH;
  return octets.map((octet, index) => (isPair(octet, index) ? octet ^ 1 : octet));
}

function shown(octets: Uint8Array): string {
  return `${toSpacedHex(octets.subarray(0, SHOWN))}${octets.length > SHOWN ? ' …' : ''}`;
}
