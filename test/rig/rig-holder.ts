import { openRigState } from '#rig/rig-state';
import { loadText, tcpRig } from './rig-folder';

/**
 * A process that takes a rig and counts: `node -r ts-node/register rig-holder.ts STATE_HOME COUNT`. Prints the values
 * that it was given, then `holding`, and ends in good order when its input does. Who cannot have the rig says so.
 */
function main([home = '', count = '0']: readonly string[]): void {
  const client = '  management: { sap: 1, authentication: hls-gmac, keys: { guek: env:KEY, gak: env:KEY } }';
  const rig = loadText(tcpRig('', client), { KEY: 'A1B2C3D4E5F60718293A4B5C6D7E8F90' });
  const state = openRigState(rig, { XDG_STATE_HOME: home });
  if (state.takenFrom !== undefined) console.log(`taken from ${state.takenFrom}`);
  const counter = state.counters.counterFor('management', 'guek');
  const values = Array.from({ length: Number(count) }, () => counter.next());
  console.log(`values ${values.join(' ')}`);
  console.log('holding');
  process.stdin.once('end', () => state.leave()).resume();
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 3;
}
