import type { DlmsClient } from '#client/dlms-client';
import type { Line } from '#transport/line';
import { Examination, type Findings } from './findings';
import { hasOpened, triesToOpenAnew } from './reopening';
import { type Progress, staysSilent } from './silence';

/** What a meter did about a client that vanished without a word and came back. */
export interface Abandonment {
  /** whether each AARQ right after an abandoned connection was accepted; nobody demands that */
  readonly atOnce: readonly boolean[];
  /** whether those after the inactivity time-out were; all must be */
  readonly afterwards: readonly boolean[];
}

const OPENINGS_AFTERWARDS = 2;

/**
 * REL-12: leaves an open association without RLRQ and FIN and comes back on a new connection, as often as the meter
 * takes it back; then waits until it must have noticed, and opens again.
 */
export async function vanishes(
  client: DlmsClient,
  times: number,
  waitMs: number,
  progress: Progress,
): Promise<Abandonment> {
  const lines: Line[] = [];
  const atOnce: boolean[] = [];
  for (let time = 0; time < times; time++) {
    lines.push(...abandoned(client));
    atOnce.push(hasOpened(await triesToOpenAnew(client)));
    if (atOnce.at(-1) === false) break;
  }
  lines.push(...abandoned(client));
  await staysSilent(client, waitMs, progress);
  const afterwards: boolean[] = [];
  for (let time = 0; time < OPENINGS_AFTERWARDS; time++) afterwards.push(hasOpened(await triesToOpenAnew(client)));
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

function abandoned(client: DlmsClient): readonly Line[] {
  const line = client.channel.abandon();
  client.association.linkDown();
  return line === undefined ? [] : [line];
}
