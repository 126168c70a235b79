import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { type Heard, informationOf } from '#client/heard-frames';
import type { Reply } from '#client/reply';
import { Examination, type Findings } from './findings';
import { ownFrames } from './frame-answers';
import {
  byFrames,
  CONFIRMED,
  connecting,
  DISCONNECTED,
  examineExchanges,
  type LinkExchange,
  READY,
} from './hdlc-exchanges';
import { replyIn } from './hdlc-messages';
import { encodeGetName } from './requests';

/** A link that was restarted under an association. */
export interface RestartedLink {
  readonly restart: LinkExchange;
  /** what came of a read that nobody had opened an association for; undefined when the link did not restart */
  readonly orphan: OrphanedRead | undefined;
}

interface OrphanedRead {
  readonly heard: Heard;
  readonly reply: Reply;
}

/** HDL-01: each frame listened to for the whole response time. What answers the first DISC, which ends what was before, does not matter. */
export function connectsAndDisconnects(client: DlmsClient): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    await frames.disconnect();
    const ask = (octets: Uint8Array) => frames.exchange(octets, { until: 'silence' });
    return [
      { what: 'SNRM', heard: await ask(frames.snrm()), allowed: CONFIRMED },
      { what: 'RR', heard: await ask(frames.rr({ nr: 0 })), allowed: READY, nr: 0 },
      { what: 'DISC', heard: await ask(frames.disc()), allowed: CONFIRMED },
      { what: 'the second DISC', heard: await ask(frames.disc()), allowed: DISCONNECTED },
    ];
  });
}

/** HDL-08: SNRM in the middle of an association, and a read as if that were still there. The numbers are those of the new link. */
export async function restartsItsLink(client: DlmsClient): Promise<RestartedLink> {
  const read = client.protected(encodeGetName(client));
  const restarted = await byFrames(client, async (frames) => {
    const restart = await connecting('SNRM while connected', frames);
    if (frames.link === undefined) return { restart, orphan: undefined };
    const message = await frames.ask(read);
    const [heard = restart.heard] = message.heard;
    return { restart, orphan: { heard, reply: replyIn(message, client) } };
  });
  client.association.linkDown();
  return restarted;
}

export function examineRestart({ restart, orphan }: RestartedLink): Findings {
  const examination = new Examination();
  examination.add(examineExchanges([restart]));
  if (orphan !== undefined) examination.add(examineNumbers(orphan.heard));
  return examination;
}

/** HDL-08: the old association serves nobody any more. */
export function examineOrphanedRead({ orphan }: RestartedLink): Findings {
  const examination = new Examination();
  if (orphan === undefined) return examination;
  const { kind, detail } = answerOf(orphan.reply);
  const isServed = kind === 'data' || kind === 'success-result';
  examination.expect(!isServed, `the read without an association was answered by ${kind} (${detail})`);
  return examination;
}

/** The numbers of the meter have started anew, too. */
function examineNumbers(heard: Heard): Findings {
  const examination = new Examination();
  const first = informationOf(heard)[0]?.frame.control;
  if (first?.kind === 'I') examination.expect(first.ns === 0, `the first I frame has N(S)=${first.ns}, expected 0`);
  for (const { frame } of ownFrames(heard)) {
    const { control } = frame;
    if ('nr' in control) examination.expect(control.nr === 1, `${control.kind} has N(R)=${control.nr}, expected 1`);
  }
  return examination;
}
