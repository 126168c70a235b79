import { PtyPair } from '#support/lines/pty-pair';
import { portlessChecks, ptyChecks, type SerialCheck } from './serial-checks';

/** Runs the checks one after the other and prints what became of each, a JSON object in a line. */
async function run(): Promise<void> {
  for (const [name, check] of Object.entries(portlessChecks)) report(name, await failureOf(check, false));
  if (!process.argv.includes('--pty')) return;
  for (const [name, check] of Object.entries(ptyChecks)) report(name, await failureOf(check, true));
}

async function failureOf(check: SerialCheck, withPty: boolean): Promise<string | undefined> {
  const pair = new PtyPair();
  const closing: (() => Promise<void>)[] = [];
  try {
    if (withPty) await pair.open();
    await check(pair, closing);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    for (const close of closing.reverse()) await close().catch(() => undefined);
    await pair.close();
  }
}

function report(name: string, failure: string | undefined): void {
  console.log(JSON.stringify({ name, outcome: failure ?? 'ok' }));
}

void run();
