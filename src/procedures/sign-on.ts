import type { AsciiDialogue, HeardOctets, Moment } from '#client/ascii-dialogue';
import type { DlmsClient } from '#client/dlms-client';
import type { LocalPort } from '#client/local-port';
import { opticalOf } from '#client/optical-hdlc-channel';
import { breakCommand, encodeCommand } from '#dlms/link/optical/command';
import type { EchoSetting } from '#dlms/link/optical/echo-filter';
import { decodeIdentification, type Identification } from '#dlms/link/optical/identification';
import { encodeOptionSelect, type OptionSelect } from '#dlms/link/optical/option-select';
import { withoutParity } from '#dlms/link/optical/parity';
import { encodeRequest } from '#dlms/link/optical/request';

/** Whoever has not begun to answer by then does not answer (IEC 62056-21 6.4.3.2, and a good deal more). */
export const SILENCE_MS = 2500;
/** From the end of a message of the meter to ours: at least 200 (IEC 62056-21 6.4.3.2). */
const REACTION_MS = 250;

/** A request for identification, and what came of it. */
export interface Asked {
  readonly address: string;
  /** last stop bit of the request */
  readonly sentAt: Moment;
  readonly heard: HeardOctets;
  /** whether the octets show their parity */
  readonly seesParity: boolean;
}

export function localPortOf(client: DlmsClient): LocalPort {
  return opticalOf(client.channel).localPort;
}

/** The bare line at 300 baud, with the meter at its start: links are down, and it has had its pause. */
export async function atStart(client: DlmsClient, echo?: EchoSetting): Promise<AsciiDialogue> {
  const port = localPortOf(client);
  await client.disconnect();
  if (port.isInHdlc) port.assumeStart();
  return port.dialogue(echo);
}

export async function asks(dialogue: AsciiDialogue, address = ''): Promise<Asked> {
  const sentAt = await dialogue.send(encodeRequest(address));
  const heard = await dialogue.listen({ ms: SILENCE_MS, until: (text) => text.endsWith('\r\n') });
  return { address, sentAt, heard, seesParity: dialogue.seesParity };
}

/** What the meter says of itself. @throws PeerProtocolError when that is no identification, or nothing */
export function identificationIn({ heard }: Pick<Asked, 'heard'>): Identification {
  return decodeIdentification(withoutParity(heard.octets));
}

/** A meter that has identified itself waits for this. @returns when the last stop bit has left */
export async function selects(dialogue: AsciiDialogue, option: OptionSelect): Promise<Moment> {
  await dialogue.pause(REACTION_MS);
  return dialogue.send(encodeOptionSelect(option));
}

export async function sendsBreak(dialogue: AsciiDialogue): Promise<void> {
  await dialogue.send(encodeCommand(breakCommand()));
}

/** Back to the start from any state of ASCII: a break, and whatever still comes is let go by. */
export async function leaves(dialogue: AsciiDialogue): Promise<void> {
  await dialogue.pause(REACTION_MS);
  await sendsBreak(dialogue);
  await dialogue.listen({ ms: SILENCE_MS });
}
