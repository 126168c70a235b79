import { encodeClientAddress, encodeServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';
import { type Figure, inTurns } from './figure';

const FRAMES = 4000;
const ROUNDS = 21;
const WARM_UPS = 6;
/** the default information field of a link, and the longest one */
const LENGTHS = [128, 2030] as const;

/** HDLC frames read from a stream and built, against a plain copy of the same octets with a CRC by a table of octets. */
export async function hdlcFrames(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const length of LENGTHS) figures.push(await parsed(length), await built(length));
  return figures;
}

async function parsed(length: number): Promise<Figure> {
  const octets = encodeFrame(frameOf(length));
  const measured = await inTurns(
    ROUNDS,
    FRAMES,
    () => parseAll(octets),
    () => copyAll(octets),
    WARM_UPS,
  );
  return figureOf(`HDLC frames of ${length} octets, parsed`, measured);
}

async function built(length: number): Promise<Figure> {
  const frame = frameOf(length);
  const octets = encodeFrame(frame);
  const measured = await inTurns(
    ROUNDS,
    FRAMES,
    () => buildAll(frame),
    () => copyAll(octets),
    WARM_UPS,
  );
  return figureOf(`HDLC frames of ${length} octets, built`, measured);
}

function figureOf(name: string, measured: Pick<Figure, 'ours' | 'floor'>): Figure {
  return { name, unit: 'frames/s', goal: '>= 0.8', ...measured, ratio: measured.ours.median / measured.floor.median };
}

function frameOf(length: number): HdlcFrame {
  return {
    destination: encodeClientAddress(16),
    source: encodeServerAddress(serverAddress(4, 1, 17)),
    control: { kind: 'I', ns: 3, nr: 4, pf: true },
    segmented: true,
    information: Uint8Array.from({ length }, (_, index) => (index * 37 + 11) & 0xff),
  };
}

/** Each frame in a piece of its own, as it comes from a line. */
function parseAll(octets: Uint8Array): void {
  const reader = new FrameReader(1000);
  let found = 0;
  for (let i = 0; i < FRAMES; i++) {
    for (const event of reader.push(octets, i))
      if (event.kind === 'frame') found += event.frame.information.length > 0 ? 1 : 0;
  }
  if (found !== FRAMES) throw new Error(`${found} of ${FRAMES} frames were read`);
}

function buildAll(frame: HdlcFrame): void {
  let octets = 0;
  for (let i = 0; i < FRAMES; i++) octets += encodeFrame(frame).length;
  if (octets <= FRAMES * frame.information.length) throw new Error('the frames are too short');
}

const TABLE = Uint16Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x8408 : value >>> 1;
  return value;
});

/** The floor: all octets are copied and run through the check, and nothing is looked at. */
function copyAll(octets: Uint8Array): void {
  let sum = 0;
  for (let i = 0; i < FRAMES; i++) {
    const copy = octets.slice();
    let register = 0xffff;
    for (let at = 0; at < copy.length; at++) {
      register = (register >>> 8) ^ (TABLE[(register ^ (copy[at] as number)) & 0xff] as number);
    }
    sum += register;
  }
  if (sum === 0) throw new Error('no check sequence is 0 here');
}
