import type { DlmsClient } from '#client/dlms-client';
import { serves } from './attempts';
import { Examination, type Findings } from './findings';
import { rlreOf } from './release';
import { opensWhereItStands } from './reopening';

/** Cycles at either end of the series whose opening times are compared. */
const COMPARED = 10;
const SLOWER_AT_MOST = 2;
/** What openings of a few milliseconds differ by without any fault of the meter. */
const NOISE_MS = 50;

export interface CycleSettings {
  readonly times: number;
  /** how an association ends: by RLRQ, or with its connection */
  readonly ending: 'release' | 'disconnection';
  readonly progress: (done: number, of: number) => void;
}

export interface Cycles {
  readonly asked: number;
  /** of each cycle that passed */
  readonly openingTimesMs: readonly number[];
  /** what stopped the series, if anything did */
  readonly fault: string | undefined;
}

/** REL-08: opens, reads and releases, over and over, until something goes wrong. */
export async function cycles(client: DlmsClient, settings: CycleSettings): Promise<Cycles> {
  const openingTimesMs: number[] = [];
  for (let cycle = 1; cycle <= settings.times; cycle++) {
    settings.progress(cycle, settings.times);
    const { clock } = client.channel;
    const started = clock.now();
    const { associated } = await opensWhereItStands(client);
    const openingTime = clock.now() - started;
    const fault = associated ? await faultOfRest(client, settings.ending) : 'the association was not opened';
    if (fault !== undefined) return { asked: settings.times, openingTimesMs, fault: `cycle ${cycle}: ${fault}` };
    openingTimesMs.push(openingTime);
  }
  return { asked: settings.times, openingTimesMs, fault: undefined };
}

/** Every cycle passed; that openings become slower is tolerated. On a manual clock they take no time at all. */
export function examineCycles({ asked, openingTimesMs, fault }: Cycles): Findings {
  const examination = new Examination();
  examination.expect(fault === undefined && openingTimesMs.length === asked, fault ?? 'not every cycle was run');
  const [first, last] = [median(openingTimesMs.slice(0, COMPARED)), median(openingTimesMs.slice(-COMPARED))];
  const slower = `the last ${COMPARED} openings took ${last.toFixed(0)} ms, the first ${COMPARED} ${first.toFixed(0)} ms`;
  examination.tolerate(last <= Math.max(SLOWER_AT_MOST * first, first + NOISE_MS), slower);
  return examination;
}

async function faultOfRest(client: DlmsClient, ending: CycleSettings['ending']): Promise<string | undefined> {
  if (!(await serves(client))) return 'the logical device name could not be read';
  if (ending === 'disconnection') {
    await client.disconnect();
    return undefined;
  }
  return rlreOf(await client.release())?.reason === 'not-finished' ? 'the release was refused' : undefined;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
