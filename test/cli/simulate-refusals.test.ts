import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '#cli/main';

const METER = resolve(__dirname, '../../fixtures/meters/electricity.yaml');

/** What is said on the error channel, by us and by commander. */
let said = '';

beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  vi.spyOn(console, 'error').mockImplementation((text: string) => {
    said += `${text}\n`;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe('dlms simulate refuses', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['a port that is none', ['--meter', METER, '--port', '70000'], /0\.\.65535/],
    ['a file that is not there', ['--meter', '/nowhere.yaml', '--port', '0'], /nowhere\.yaml/],
    ['an address that others reach', ['--meter', METER, '--port', '0', '--host', '0.0.0.0'], /--bind-anywhere/],
    ['a link that it does not speak', ['--meter', METER, '--framing', 'plc'], /wrapper, hdlc/],
    ['the wrapper on a serial port', ['--serial', '/dev/x', '--framing', 'wrapper'], /HDLC only/],
    ['a TCP port beside a serial one', ['--serial', '/dev/x', '--port', '4059'], /--port belongs to TCP/],
    ['datagrams on a serial port', ['--serial', '/dev/x', '--udp'], /--udp belongs to TCP and UDP/],
    ['a speed and no serial port', ['--baud', '9600'], /--baud belongs to a serial port/],
    ['a speed that is none', ['--serial', '/dev/x', '--baud', 'fast'], /1\.\.4000000/],
    ['a speed for a meter that signs on', ['--serial', '/dev/x', '--baud', '9600'], /add --direct/],
    ['a parity that is none', ['--serial', '/dev/x', '--parity', 'mark'], /none, even, odd/],
    ['HDLC in datagrams', ['--udp', '--framing', 'hdlc'], /UDP carries the wrapper only/],
    ['two meters on TCP', ['--meter', METER, '--meter', METER], /add --serial PATH/],
    ['two meters that sign on', ['--serial', '/dev/x', '--meter', METER, '--meter', `${METER}@18`], /add --direct/],
    ['two meters of one address', ['--serial', '/dev/x', '--direct', '--meter', METER, '--meter', METER], /FILE@18/],
    ['an address that is reserved', ['--serial', '/dev/x', '--meter', `${METER}@1`], /16\.\.16381/],
    ['a command that there is not', ['emulate'], /emulate/],
  ])('%s', async (_what, args, line) => {
    await main(args[0] === 'emulate' ? args : ['simulate', ...args]);
    expect(process.exitCode).toBe(2);
    expect(said).toMatch(line);
    // commander may add a suggestion of its own
    expect(said.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});
