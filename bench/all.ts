import { figureText } from './figure';
import { profileDecode } from './profile-decode';

const FIGURES = [profileDecode];

/** Prints every figure; asserts nothing: a ratio is a thing to look at, on the machine that took it. */
async function main(): Promise<void> {
  for (const figure of FIGURES) process.stdout.write(`${figureText(await figure())}\n`);
}

main();
