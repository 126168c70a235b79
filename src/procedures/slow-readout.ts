import { type HeardOctets, type Moment, textOfHeard } from '#client/ascii-dialogue';
import type { DlmsClient } from '#client/dlms-client';
import { PeerProtocolError } from '#dlms/errors';
import { ACK, codesOf, ETX, NAK, STX } from '#dlms/link/optical/character';
import { decodeDataSets } from '#dlms/link/optical/data-set';
import { BAUD_RATES } from '#dlms/link/optical/line-speed';
import { hasEvenParity } from '#dlms/link/optical/parity';
import { examineBeginning } from './beginning';
import { Examination, type Findings } from './findings';
import { meetsMeter, offeredBaud, tries } from './mode-e';
import { type Asked, asks, leaves, localPortOf, SILENCE_MS, selects, sendsBreak } from './sign-on';

/** A meter waits so long for an option select, and then reads out at 300 baud (IEC 62056-21 6.4.3.2). */
const UNASKED = { what: 'the readout', since: 'the identification', earliestMs: 1500, latestMs: 2200 };
/** well before that */
const SOON_MS = 750;
/** beyond 19200 no rate has a character */
const BEYOND = 7;
/** with ETX and BCC, or without where the meter sends none */
const END_OF_READOUT = new RegExp(`!\r\n(?:${String.fromCharCode(ETX)}[^])?`);
const ANSWERS = [ACK, NAK].map((code) => String.fromCharCode(code));

/** What came at 300 baud to no option select, or to one that cannot be had. */
export interface SlowAnswer {
  readonly heard: HeardOctets;
  /** last character of the identification */
  readonly identifiedAt: Moment;
  readonly seesParity: boolean;
  /** a request after return to start */
  readonly asked: Asked;
}

/** IEC-08: no option select at all. */
export async function selectsNothing(client: DlmsClient): Promise<SlowAnswer> {
  const { dialogue } = await meetsMeter(client);
  const now = dialogue.clock.now();
  const identifiedAt = { earliest: now, latest: now };
  const heard = await dialogue.listen({ ms: 2 * SILENCE_MS, until: holdsLine });
  await leaves(dialogue);
  const asked = await asks(dialogue);
  await leaves(dialogue);
  return { heard, identifiedAt, seesParity: dialogue.seesParity, asked };
}

/** What a meter makes of a rate beyond the one that it has offered. */
export interface TooFast {
  readonly heard: HeardOctets;
  readonly seesParity: boolean;
  /** whether SNRM was answered at that rate */
  readonly isInHdlc: boolean;
}

/** IEC-06: HDLC one rate above the one of the identification. */
export async function selectsTooFast(client: DlmsClient): Promise<TooFast> {
  const { dialogue, identification } = await meetsMeter(client);
  const beyond = BAUD_RATES.indexOf(offeredBaud(identification)) + 1;
  await selects(dialogue, { protocol: '2', baudCharacter: String(beyond), mode: '2' });
  const heard = await dialogue.listen({ ms: SILENCE_MS, until: holdsLine });
  const { seesParity } = dialogue;
  const baud = BAUD_RATES[beyond];
  const isReadout = readoutFault(heard, seesParity) === undefined && heard.octets.length > 0;
  if (isReadout || beyond >= BEYOND || baud === undefined) {
    await leaves(dialogue);
    return { heard, seesParity, isInHdlc: false };
  }
  await dialogue.binary(baud);
  localPortOf(client).enterHdlc();
  const isInHdlc = (await tries(client, 1)) !== undefined;
  return { heard, seesParity, isInHdlc };
}

/** A break in the ASCII modes, and what came of it. */
export interface BrokenOff {
  /** what followed the break; in a readout the rest of it */
  readonly after: HeardOctets;
  readonly asked: Asked;
}

/** IEC-10: after the identification. */
export async function breaksAfterIdentification(client: DlmsClient): Promise<BrokenOff> {
  const { dialogue } = await meetsMeter(client);
  await dialogue.pause(SOON_MS);
  await sendsBreak(dialogue);
  return brokenOff(await dialogue.listen({ ms: SILENCE_MS }), await asks(dialogue), () => leaves(dialogue));
}

/** IEC-10: in a running readout, or in the silence of a meter that has none. */
export async function breaksReadout(client: DlmsClient): Promise<BrokenOff> {
  const { dialogue } = await meetsMeter(client);
  await dialogue.listen({ ms: 2 * SILENCE_MS, until: holdsLine });
  await sendsBreak(dialogue);
  return brokenOff(await dialogue.listen({ ms: SILENCE_MS }), await asks(dialogue), () => leaves(dialogue));
}

/** The readout in its time, or silence where the meter declares that it has none. */
export function examineUnaskedReadout(
  { heard, identifiedAt, seesParity }: SlowAnswer,
  hasReadout: boolean | undefined,
): Findings {
  const examination = new Examination();
  const isSilent = heard.octets.length === 0;
  if (hasReadout === false) {
    examination.expect(isSilent, 'a meter that declares no readout sent something');
    return examination;
  }
  examination.expect(!isSilent, 'no readout came');
  if (isSilent) return examination;
  examination.add(examineBeginning(heard, identifiedAt, UNASKED));
  const fault = readoutFault(heard, seesParity);
  examination.expect(fault === undefined, fault ?? '');
  return examination;
}

/** No HDLC at the rate that was not offered: the readout at 300 baud, or nothing. */
export function examineTooFast({ heard, seesParity, isInHdlc }: TooFast): Findings {
  const examination = new Examination();
  examination.expect(!isInHdlc, 'the meter speaks HDLC at a rate beyond the one that it has offered');
  const fault = heard.octets.length === 0 ? undefined : readoutFault(heard, seesParity);
  examination.expect(fault === undefined, `neither readout nor silence at 300 baud: ${fault}`);
  return examination;
}

/** No answer to the break itself; what a readout still had to say may have come. */
export function examineBreak({ after }: BrokenOff): Findings {
  const examination = new Examination();
  const text = textOfHeard(after);
  const end = END_OF_READOUT.exec(text);
  const behind = end === null ? text : text.slice(end.index + end[0].length);
  const isAnswered = end === null ? ANSWERS.some((code) => behind.includes(code)) : behind !== '';
  examination.expect(!isAnswered, 'the break was answered');
  return examination;
}

/** No answer, and no readout: the meter was waiting for an option select. */
export function examineBreakInSilence({ after }: BrokenOff): Findings {
  const examination = new Examination();
  examination.expect(after.octets.length === 0, `${after.octets.length} character(s) came after the break`);
  return examination;
}

async function brokenOff(after: HeardOctets, asked: Asked, leave: () => Promise<void>): Promise<BrokenOff> {
  await leave();
  return { after, asked };
}

/** Enough of a readout to tell it by: one line, or an empty one's end. */
function holdsLine(text: string): boolean {
  return text.includes('\r\n');
}

/** What is wrong with the beginning of a readout: parity, or its first line. */
function readoutFault(heard: HeardOctets, seesParity: boolean): string | undefined {
  const odd = heard.octets.findIndex((octet) => !hasEvenParity(octet));
  if (seesParity && odd >= 0) return `character ${odd + 1} has odd parity`;
  const text = textOfHeard(heard);
  const [line = ''] = text.slice(text.charCodeAt(0) === STX ? 1 : 0).split('\r\n');
  if (line === '!' || /^\(ER[^()*/!]*\)$/.test(line)) return undefined;
  try {
    decodeDataSets(line, { octets: codesOf(line), offset: 0 });
    return line === '' ? 'the first line is empty' : undefined;
  } catch (error) {
    if (error instanceof PeerProtocolError) return error.message;
    throw error;
  }
}
