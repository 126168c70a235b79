import type { DlmsClient } from '#client/dlms-client';
import { opticalOf } from '#client/optical-hdlc-channel';
import { Examination, type Findings } from './findings';
import { WELL_OVER } from './inactivity';
import { type Asked, asks, atStart, leaves } from './sign-on';
import { type Progress, staysSilent } from './silence';

/** IEC-09: DISC, the pause that a meter may need, and a request at 300 baud. */
export async function disconnectsAndAsks(client: DlmsClient): Promise<Asked> {
  const dialogue = await atStart(client);
  const asked = await asks(dialogue);
  await leaves(dialogue);
  return asked;
}

/** What a meter did after it had been left alone in HDLC. */
export interface LeftAlone {
  /** frames that came to RR at the rate of HDLC */
  readonly frames: number;
  readonly asked: Asked;
}

/** IEC-11: silence beyond the inactivity time-out, RR as if nothing had been, and a request at 300 baud. */
export async function isLeftAlone(client: DlmsClient, timeoutMs: number, progress: Progress): Promise<LeftAlone> {
  const channel = opticalOf(client.channel);
  const frames = await channel.takeOver();
  await staysSilent(client, timeoutMs * WELL_OVER, progress);
  const heard = await frames.exchange(frames.rr(), { until: 'silence' });
  await client.reset();
  channel.localPort.assumeStart();
  const dialogue = await channel.localPort.dialogue();
  const asked = await asks(dialogue);
  await leaves(dialogue);
  return { frames: heard.frames.length, asked };
}

export function examineLeftAlone({ frames }: LeftAlone): Findings {
  const examination = new Examination();
  examination.expect(frames === 0, `RR was answered by ${frames} frame(s) after the inactivity time-out`);
  return examination;
}
