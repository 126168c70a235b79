import type { AsciiDialogue, HeardOctets } from '#client/ascii-dialogue';
import type { DlmsClient } from '#client/dlms-client';
import { opticalOf } from '#client/optical-hdlc-channel';
import { baudCharacter, selectedBaud } from '#dlms/link/optical/baud-character';
import { ConfirmationReader } from '#dlms/link/optical/confirmation-reader';
import type { Identification } from '#dlms/link/optical/identification';
import { BAUD_RATES, type BaudRate } from '#dlms/link/optical/line-speed';
import { Examination, type Findings } from './findings';
import { asks, atStart, identificationIn, localPortOf, selects } from './sign-on';

const CONFIRMATION_MS = 1500;
/** The confirmation is six characters at the new rate. */
const CONFIRMATION_GAP_MS = 200;
const CONFIRMATION_LENGTH = 6;

/** A change to HDLC, and whether that is spoken there. */
export interface ModeChange {
  readonly baud: BaudRate;
  /** what came at the new rate before HDLC; undefined where nobody listened */
  readonly confirmation: HeardOctets | undefined;
  /** how many SNRM it took to get UA; undefined: none came */
  readonly answeredAt: number | undefined;
}

interface Patience {
  /** from the change of rate to SNRM; left out: until the confirmation has come, or could have */
  readonly waitMs?: number;
  readonly attempts?: number;
}

/** Signs on up to the identification. @throws PeerProtocolError when the meter sends none */
export async function meetsMeter(
  client: DlmsClient,
): Promise<{ readonly dialogue: AsciiDialogue; readonly identification: Identification }> {
  const dialogue = await atStart(client);
  return { dialogue, identification: identificationIn(await asks(dialogue)) };
}

/** The rate that an identification names; a reserved one is as good as 300. */
export function offeredBaud({ baudCharacter: z }: Identification): BaudRate {
  return selectedBaud(z) ?? BAUD_RATES[0];
}

/** IEC-04, IEC-05, IEC-07: a whole sign-on into HDLC at a rate, SNRM there, and DISC. */
export async function changesMode(client: DlmsClient, rate?: BaudRate, patience: Patience = {}): Promise<ModeChange> {
  const { dialogue, identification } = await meetsMeter(client);
  const baud = rate ?? offeredBaud(identification);
  await selects(dialogue, { protocol: '2', baudCharacter: baudCharacter(baud), mode: '2' });
  await dialogue.binary(baud);
  const confirmation = await beforeHdlc(dialogue, patience.waitMs);
  localPortOf(client).enterHdlc();
  return { baud, confirmation, answeredAt: await tries(client, patience.attempts ?? 1) };
}

/** IEC-05: every declared rate up to the one that is identified, and that one in any case. */
export async function changesModeAtEachRate(
  client: DlmsClient,
  declared: readonly number[] = [],
): Promise<readonly ModeChange[]> {
  const first = await changesMode(client);
  const lower = BAUD_RATES.filter((rate) => rate < first.baud && declared.includes(rate));
  const changes = [first];
  for (const rate of lower) changes.push(await changesMode(client, rate));
  return changes;
}

/** SNRM until UA comes; the link that comes of it is disconnected. @returns the number of the SNRM that was answered */
export async function tries(client: DlmsClient, attempts: number): Promise<number | undefined> {
  const channel = opticalOf(client.channel);
  const frames = await channel.takeOver();
  let attempt = 1;
  for (; attempt <= attempts && frames.link === undefined; attempt++) await frames.connect();
  const isUp = frames.link !== undefined;
  if (isUp) await frames.disconnect();
  channel.handBack(frames);
  await client.disconnect();
  if (channel.localPort.isInHdlc) channel.localPort.assumeStart();
  return isUp ? attempt - 1 : undefined;
}

export function examineModeChange({ baud, answeredAt }: ModeChange): Findings {
  const examination = new Examination();
  examination.expect(answeredAt !== undefined, `no UA came at ${baud} baud`);
  return examination;
}

export function examineModeChanges(changes: readonly ModeChange[]): Findings {
  const examination = new Examination();
  for (const change of changes) examination.add(examineModeChange(change));
  return examination;
}

/** As the standard is read: the six characters of the option select, at the new rate, still with parity. */
export function examineConfirmations(changes: readonly ModeChange[]): Findings {
  const examination = new Examination();
  for (const change of changes) examineConfirmation(change, examination);
  return examination;
}

function examineConfirmation({ baud, confirmation }: ModeChange, examination: Examination): void {
  const octets = confirmation?.octets ?? new Uint8Array();
  const found = new ConfirmationReader().push(octets);
  examination.tolerate(octets.length > 0, 'the meter does not confirm the change to HDLC');
  if (octets.length === 0) return;
  examination.tolerate(found !== undefined, 'what came is no confirmation at the new rate, as of one at the old rate');
  if (found === undefined) return;
  examination.expect(found.baud === baud, `${baud} baud was selected and ${found.baud} confirmed`);
  examination.tolerate(found.format === '7E1', 'the confirmation came without even parity');
  examination.expect(octets.length === CONFIRMATION_LENGTH, `${octets.length} octets came in place of six`);
}

async function beforeHdlc(dialogue: AsciiDialogue, waitMs: number | undefined): Promise<HeardOctets | undefined> {
  if (waitMs === undefined) return dialogue.listen({ ms: CONFIRMATION_MS, gapMs: CONFIRMATION_GAP_MS });
  await dialogue.pause(waitMs);
  return undefined;
}
