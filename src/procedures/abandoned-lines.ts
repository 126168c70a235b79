import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { firstOf } from '#client/heard-frames';
import { startsWithSignOn } from '#rig/medium';
import type { Rig } from '#rig/rig';
import type { Line } from '#transport/line';
import { Examination, type Findings } from './findings';
import { byFrames } from './hdlc-exchanges';
import { hasOpened, triesToOpen, triesToOpenAnew } from './reopening';
import { type Progress, staysSilent } from './silence';

/** What a meter did about a client that vanished without a word and came back. */
export interface Abandonment {
  /** whether each AARQ right after an abandoned connection was accepted; nobody demands that */
  readonly atOnce: readonly boolean[];
  /** whether those after the inactivity time-out were; all must be */
  readonly afterwards: readonly boolean[];
}

/** How often a client vanishes, and how long it stays away in the end. */
export interface Absence {
  readonly times: number;
  readonly waitMs: number;
  readonly progress: Progress;
}

/**
 * REL-12: leaves an open association without a word and comes back, as often as the meter takes it back; then waits
 * until it must have noticed, and opens again. Over HDLC the client comes back on the line that it has, for lines
 * without an end of their own have no other; else on a new one, and the old ones stay open.
 */
export async function vanishes(
  client: DlmsClient,
  rig: Rig,
  { times, waitMs, progress }: Absence,
): Promise<Abandonment> {
  const lines: Line[] = [];
  const atOnce: boolean[] = [];
  const { leaves, comesBack, comesBackLate } = waysOf(client, rig);
  for (let time = 0; time < times; time++) {
    lines.push(...leaves());
    atOnce.push(hasOpened(await comesBack()));
    if (atOnce.at(-1) === false) break;
  }
  lines.push(...leaves());
  await staysSilent(client, waitMs, progress);
  const afterwards = [hasOpened(await comesBackLate()), hasOpened(await comesBack())];
  for (const line of lines) await line.reset();
  return { atOnce, afterwards };
}

export function examineAbandonment({ afterwards }: Abandonment): Findings {
  const examination = new Examination();
  for (const [index, opened] of afterwards.entries()) {
    examination.expect(opened, `opening ${index + 1} after the inactivity time-out was refused`);
  }
  return examination;
}

interface Ways {
  /** gives the lines that are left open */
  readonly leaves: () => readonly Line[];
  readonly comesBack: () => Promise<OpenOutcome | undefined>;
  /** after the time-out of the link */
  readonly comesBackLate: () => Promise<OpenOutcome | undefined>;
}

function waysOf(client: DlmsClient, rig: Rig): Ways {
  if (rig.transport.framing === 'wrapper') {
    const anew = () => triesToOpenAnew(client);
    return { leaves: () => abandoned(client), comesBack: anew, comesBackLate: anew };
  }
  const here = () => triesWhereLeft(client);
  // a port that begins with a sign-on has gone back to it
  const late = startsWithSignOn(rig.transport) ? () => triesToOpenAnew(client) : here;
  return { leaves: () => [], comesBack: here, comesBackLate: late };
}

/** SNRM and AARQ on the line that is there, unless what carries HDLC has closed it meanwhile. */
async function triesWhereLeft(client: DlmsClient): Promise<OpenOutcome | undefined> {
  client.association.linkDown();
  await client.receive(0);
  const ua = await byFrames(client, async (frames) => firstOf(await frames.connect(), 'UA'));
  return ua && triesToOpen(client);
}

function abandoned(client: DlmsClient): readonly Line[] {
  const line = client.channel.abandon();
  client.association.linkDown();
  return line === undefined ? [] : [line];
}
