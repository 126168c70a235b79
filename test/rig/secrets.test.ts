import { describe, expect, it } from 'vitest';
import { complaint, fileHolding, loadText, simulatorRig, tcpRig } from './rig-folder';

const KEY = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';

function reading(password: string): string {
  return `  reading: { sap: 32, authentication: low, password: ${password} }`;
}

function management(guek: string): string {
  return `  management:\n    sap: 1\n    authentication: hls-gmac\n    keys:\n      guek: ${guek}\n      gak: env:GAK`;
}

const passwordOf = (text: string, env = {}) => loadText(text, env).clients.get('reading')?.password;
const octets = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));

describe('a password', () => {
  it('is the text of an environment variable', () => {
    expect(passwordOf(tcpRig('', reading('env:PW')), { PW: '12345678' })).toEqual(octets('12345678'));
  });

  it('may be given in hex there', () => {
    expect(passwordOf(tcpRig('', reading('env:PW')), { PW: 'hex:00FF' })).toEqual(new Uint8Array([0, 255]));
  });

  it('is the text of a file without its last line end', () => {
    const path = fileHolding('secret\n', { name: 'password' });
    expect(passwordOf(tcpRig('', reading(`file:${path}`)))).toEqual(octets('secret'));
  });

  it('is looked for beside the rig file', () => {
    fileHolding('beside', { name: 'beside' });
    expect(passwordOf(tcpRig('', reading('file:beside')))).toEqual(octets('beside'));
  });

  it('may stand in the file of a simulator rig', () => {
    expect(passwordOf(simulatorRig('', reading('text:12345678')))).toEqual(octets('12345678'));
  });
});

describe('a secret that cannot be had is named by its place and never shown', () => {
  it.each([
    [
      'a literal on a real meter',
      tcpRig('', reading('text:topsecret')),
      'rig.yaml:5:44: clients.reading.password: a secret may stand in the file of a simulator rig only, expected env:NAME or file:PATH',
    ],
    [
      'a bare secret',
      tcpRig('', reading('topsecret')),
      'rig.yaml:5:44: clients.reading.password: expected env:NAME or file:PATH',
    ],
    [
      'a bare secret on a simulator',
      simulatorRig('', reading('topsecret')),
      'rig.yaml:5:44: clients.reading.password: expected env:NAME or file:PATH, hex:… or text:…',
    ],
    [
      'a number',
      tcpRig('', reading('12345678')),
      'rig.yaml:5:44: clients.reading.password: wrong type, expected a string',
    ],
    [
      'a variable that is not set',
      tcpRig('', reading('env:BENCH_PW')),
      'rig.yaml:5:44: clients.reading.password: environment variable BENCH_PW is not set',
    ],
    [
      'a secret where a variable should stand',
      tcpRig('', reading('env:top-secret')),
      'rig.yaml:5:44: clients.reading.password: expected the name of an environment variable after env:',
    ],
    [
      'a file that is not there',
      tcpRig('', reading('file:absent')),
      'rig.yaml:5:44: clients.reading.password: ./absent cannot be read: ENOENT',
    ],
    [
      'a key that is no hex',
      tcpRig('', management('env:GUEK')),
      'rig.yaml:9:7: clients.management.keys.guek: environment variable GUEK holds something other than pairs of hex digits',
    ],
    [
      'a bare key',
      tcpRig('', management(KEY)),
      'rig.yaml:9:7: clients.management.keys.guek: expected env:NAME or file:PATH',
    ],
    ['a key behind an alias', tcpRig('', management('*topsecret')), 'rig.yaml:1:1: not YAML'],
  ])('%s', (_, text, expected) => {
    const said = complaint(text, { GUEK: 'topsecret', GAK: KEY });
    expect(said).toContain(expected);
    for (const secret of ['topsecret', 'top-secret', '12345678', KEY]) expect(said).not.toContain(secret);
  });

  it('a key of the wrong length', () => {
    const said = complaint(tcpRig('', management('env:GUEK')), { GUEK: KEY.slice(2), GAK: KEY });
    expect(said).toBe('rig.yaml:9:7: clients.management.keys.guek: is 15 octets long, expected 16 in suite 0');
  });

  it.skipIf(process.platform === 'win32')('a file that others can read', () => {
    const path = fileHolding('secret', { name: 'open', mode: 0o644 });
    expect(complaint(tcpRig('', reading('file:open')))).toContain(
      './open can be read by other users of this machine: chmod 600 ./open',
    );
    expect(path).toContain('open');
  });
});
