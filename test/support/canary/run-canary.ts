import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plantRigs } from './planted-rigs';
import { folderOf, runCommand, type WatchedCommand } from './watched-runs';

const RIGS = ['simulator-memory', 'simulator-older', 'simulator-suite1', 'simulator-suite2', 'simulator-hdlc-memory'];
const TAGS = ['--tags', '@association or @release or @authentication or @encryption or @keys'];
const MUTANTS = ['--only', 'M-SEC-05-either', 'M-SEC-15-none', 'M-SEC-16-eight', 'NC-073', 'M-SEC-926-key', 'NC-075'];

/**
 * `npm run canary [-- RIG…]`: every case of authentication, protection and keys over planted secrets, on a right meter
 * and on one that has another key, with reports, and some faulty meters. Exit code 1 when a secret has come out.
 */
async function main(names: readonly string[]): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'canary-'));
  const rigs = plantRigs(root);
  let found = 0;
  for (const command of commandsFor(names.length > 0 ? names : RIGS)) {
    const { traces, keys, searched, exitCode } = await runCommand(rigs, command, folderOf(root, command));
    const text = `${keys} keys used, ${Math.round(searched / 1024)} KiB looked through, exit code ${exitCode}`;
    console.log(`${command.rig} against ${command.against}: ${traces.length} secrets found (${text})`);
    for (const trace of traces) console.log(`  ${trace}`);
    found += traces.length;
  }
  if (found === 0) rmSync(root, { recursive: true, force: true });
  else console.log(`kept in ${root}`);
  return found === 0 ? 0 : 1;
}

function commandsFor(names: readonly string[]): WatchedCommand[] {
  return names.flatMap((rig): WatchedCommand[] => [
    { rig, against: 'right meter', args: TAGS },
    { rig, against: 'wrong key', args: TAGS },
    { rig, against: 'cut secrets', args: TAGS },
    { rig, against: 'mutants', args: MUTANTS },
  ]);
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
