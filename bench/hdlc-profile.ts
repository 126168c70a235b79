import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { type Figure, inTurns } from './figure';
import { associatedClient, profileOf } from './served-client';
import { pinThisProcess, serveMeter } from './served-meter';

const ROWS = 10_000;
const ROUNDS = 7;
/** the meter makes the rows when they are read for the first time */
const WARM_UPS = 2;
const BUFFER: AttributeDescriptor = { classId: 7, logicalName: '1-0:99.1.0.255', attributeId: 2 };
/** the default information field, of which one block takes nine, each a round trip, and one that takes a block whole */
const SIZES = [
  { maxInfo: 128, goal: '>= 0.25' },
  { maxInfo: 2030, goal: '>= 0.5' },
] as const;

/** The load profile of 10,000 rows in blocks, by HDLC over loopback TCP, against the same blocks by the wrapper. */
export async function hdlcProfile(): Promise<readonly Figure[]> {
  const pinned = pinThisProcess() ? 'one CPU' : 'not pinned';
  const figures: Figure[] = [];
  for (const { maxInfo, goal } of SIZES) figures.push({ ...(await profileBy(maxInfo, pinned)), goal });
  return figures;
}

async function profileBy(maxInfo: number, pinned: string): Promise<Omit<Figure, 'goal'>> {
  const framed = await serveMeter({ framing: 'hdlc', maxInfo });
  const wrapped = await serveMeter();
  try {
    const ours = await associatedClient(profileOf('reading'), { port: framed.port, framing: 'hdlc', maxInfo });
    const floor = await associatedClient(profileOf('reading'), { port: wrapped.port, framing: 'wrapper' });
    const measured = await inTurns(
      ROUNDS,
      ROWS,
      () => readAll(ours),
      () => readAll(floor),
      WARM_UPS,
    );
    await ours.disconnect();
    await floor.disconnect();
    const name = `profile of 10,000 rows by frames of ${maxInfo}, ${pinned}`;
    return { name, unit: 'rows/s', ...measured, ratio: measured.ours.median / measured.floor.median };
  } finally {
    framed.stop();
    wrapped.stop();
  }
}

async function readAll(client: DlmsClient): Promise<void> {
  const { results } = await getAttribute(client, BUFFER);
  const [result] = results ?? [];
  const data = result !== undefined && 'data' in result ? result.data : undefined;
  if (data?.type !== 'array' || data.elements.length !== ROWS) throw new Error(`the profile has not ${ROWS} rows`);
}
