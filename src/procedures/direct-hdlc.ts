import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { hdlcOf } from '#client/hdlc-channel';
import { Examination, type Findings } from './findings';

/** A link at the rate of the line, without any sign-on, and an association on it. */
export interface DirectLink {
  readonly isUp: boolean;
  readonly opening: OpenOutcome | undefined;
}

/** IEC-13: SNRM as the first octets on the line, and the declared association on the link that comes of it. */
export async function connectsDirectly(client: DlmsClient): Promise<DirectLink> {
  const channel = hdlcOf(client.channel);
  const frames = await channel.takeOver();
  await frames.connect();
  const isUp = frames.link !== undefined;
  channel.handBack(frames);
  return { isUp, opening: isUp ? await client.open() : undefined };
}

export function examineDirectLink({ isUp }: DirectLink): Findings {
  const examination = new Examination();
  examination.expect(isUp, 'SNRM was not answered by UA');
  return examination;
}
