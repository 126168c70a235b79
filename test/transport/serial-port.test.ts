import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isInstalled } from '#support/lines/installed-program';
import { serialError } from '#transport/serial-errors';
import { portlessChecks, ptyChecks } from './serial-checks';

const LONG = 120_000;
const hasSocat = isInstalled('socat');

describe('an error of a serial port', () => {
  it.each([
    ['Error Resource temporarily unavailable Cannot lock port', 'another process has it open'],
    ['Error: Permission denied, cannot open /dev/x', 'add yourself to the group'],
    ['Error: No such file or directory, cannot open /dev/x', 'there is no such port'],
    ['Error: Inappropriate ioctl for device setting custom baud rate of 9600', 'it is not a serial port'],
    ['Error: No such device or address, cannot open /dev/x', 'no device behind this port'],
    ['Opening COM3: Access denied', 'another process has it open, or there is no permission'],
    ['Opening COM9: File not found', 'there is no such port'],
    ['Invalid argument setting custom baud rate of 12345', 'check speed'],
  ])('%s', (message, advice) => {
    const { message: told } = serialError('/dev/x', 'open it', new Error(message), {
      present: ['/dev/ttyUSB0'],
      holders: [],
    });
    expect(told).toContain('serial /dev/x: cannot open it: ');
    expect(told).toContain(advice);
    expect(told).toContain('ports here: /dev/ttyUSB0');
  });

  it('names who has it open', () => {
    const failure = new Error('Error Resource temporarily unavailable Cannot lock port');
    const { message } = serialError('/dev/x', 'open it', failure, { present: [], holders: ['process 7 (minicom)'] });
    expect(message).toContain('(open in process 7 (minicom): end what should not have it)');
  });

  it('says what is known where nothing better is', () => {
    expect(serialError('/dev/x', 'write', new Error('odd')).message).toBe('serial /dev/x: cannot write: odd');
  });
});

describe('a serial port', () => {
  const outcomes = new Map<string, string>();
  let errors = '';
  beforeAll(() => {
    const runner = join(__dirname, 'run-serial-checks.ts');
    const args = ['-r', 'ts-node/register', runner, ...(hasSocat ? ['--pty'] : [])];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: LONG });
    errors = stderr;
    for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
      const { name, outcome } = JSON.parse(line) as { name: string; outcome: string };
      outcomes.set(name, outcome);
    }
  }, LONG);

  it.each(Object.keys(portlessChecks))('%s', (name) => {
    expect(outcomes.get(name) ?? errors).toBe('ok');
  });

  describe.skipIf(!hasSocat)('on a PTY (needs socat: apt-get install socat)', () => {
    it.each(Object.keys(ptyChecks))('%s', (name) => {
      expect(outcomes.get(name) ?? errors).toBe('ok');
    });
  });
});
