import { figureText } from './figure';
import { harnessTime } from './harness-time';
import { hdlcFrames } from './hdlc-frames';
import { hdlcProfile } from './hdlc-profile';
import { profileDecode } from './profile-decode';
import { protection } from './protection';
import { roundTrips } from './round-trips';

const FIGURES = [
  async () => [await profileDecode()],
  hdlcFrames,
  protection,
  roundTrips,
  hdlcProfile,
  async () => [await harnessTime()],
];

/** Prints every figure; asserts nothing: a ratio is a thing to look at, on the machine that took it. */
async function main(): Promise<void> {
  for (const figures of FIGURES) {
    for (const figure of await figures()) process.stdout.write(`${figureText(figure)}\n`);
  }
}

main();
