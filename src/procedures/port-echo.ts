import type { DlmsClient } from '#client/dlms-client';
import { HdlcChannel } from '#client/hdlc-channel';
import { OpticalHdlcChannel } from '#client/optical-hdlc-channel';
import { equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { onLine } from '#dlms/link/optical/parity';
import { encodeRequest } from '#dlms/link/optical/request';
import { Examination, type Findings } from './findings';
import { atStart, leaves, SILENCE_MS } from './sign-on';

/** What was sent first of all, and what came back first of all. */
export interface FirstOctets {
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
}

/** IEC-12: the first transmission on the line, with no echo taken away. */
export function speaksFirst(client: DlmsClient): Promise<FirstOctets> {
  const { channel } = client;
  if (channel instanceof OpticalHdlcChannel) return asksUnfiltered(client);
  if (channel instanceof HdlcChannel) return connectsUnfiltered(channel);
  throw new LocalProtocolError('this needs a serial line, and the rig has none');
}

/** What comes back is the answer, and not what was sent. */
export function examineFirstOctets({ sent, received }: FirstOctets): Findings {
  const examination = new Examination();
  examination.expect(received.length > 0, 'nothing came back');
  const isCopy = equalOctets(received.subarray(0, sent.length), sent);
  examination.expect(!isCopy, 'the port returns what it receives (a head that does so is declared as transport.echo)');
  return examination;
}

async function asksUnfiltered(client: DlmsClient): Promise<FirstOctets> {
  const dialogue = await atStart(client, 'off');
  const sent = onLine(encodeRequest(), dialogue.seesParity ? 'software' : 'line');
  await dialogue.sendOctets(sent);
  const { octets: received } = await dialogue.listen({ ms: SILENCE_MS });
  await leaves(dialogue);
  return { sent, received };
}

async function connectsUnfiltered(channel: HdlcChannel): Promise<FirstOctets> {
  const frames = await channel.takeOver();
  const sent = frames.snrm();
  const { frames: heard } = await frames.connect();
  await frames.disconnect();
  channel.handBack(frames);
  return { sent, received: heard[0]?.octets ?? new Uint8Array() };
}
