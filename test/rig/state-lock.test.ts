import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasEnded, ownerText, thisProcess } from '#rig/lock-owner';
import { openRigState } from '#rig/rig-state';
import { StateLock } from '#rig/state-lock';
import { loadText, simulatorRig, tcpRig } from './rig-folder';

const LONG = 120_000;
const RIG = loadText(tcpRig());

let home: string;
let folder: string;
let lock: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'locks-'));
  folder = join(home, 'dlms-conformance');
  lock = join(folder, 'bench-07.lock');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

const open = () => openRigState(RIG, { XDG_STATE_HOME: home });

interface Holder {
  readonly child: ChildProcess;
  /** what it has printed when it holds the rig, or has ended without it */
  readonly said: string;
  readonly values: readonly number[];
}

/** A process of its own that takes the rig, counts so far, and goes on holding it. */
async function holder(count = 0): Promise<Holder> {
  const args = ['-r', 'ts-node/register', join(__dirname, 'rig-holder.ts'), home, String(count)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes('holding\n')) child.emit('holding');
  });
  await Promise.race([once(child, 'holding'), once(child, 'close')]);
  const [, values = ''] = /^values (.*)$/m.exec(said) ?? [];
  return { child, said, values: values.split(' ').filter(Boolean).map(Number) };
}

async function ends({ child }: Holder, how: 'well' | 'killed'): Promise<void> {
  const closed = once(child, 'close');
  if (how === 'well') child.stdin?.end();
  else child.kill('SIGKILL');
  await closed;
}

describe('a rig that another process has', () => {
  it(
    'is refused in one line that names the owner, since when, and the file',
    async () => {
      const first = await holder();
      const { pid } = first.child;
      const second = await holder();
      expect(second.child.exitCode).toBe(3);
      expect(second.said).toMatch(
        new RegExp(
          `^RigInUse: rig bench-07 is in use by process ${pid} on this computer since \\d{4}-.* UTC \\(lock: .*\\)\n$`,
        ),
      );
      expect(second.said).toContain(lock);
      expect(() => open()).toThrow(`in use by process ${pid}`);
    },
    LONG,
  );

  it(
    'is free when that one has left, and nothing lies about',
    async () => {
      const first = await holder(3);
      await ends(first, 'well');
      expect(readdirSync(folder)).toEqual(['bench-07.json']);
      const second = await holder(3);
      expect([...first.values, ...second.values]).toEqual([1, 2, 3, 4, 5, 6]);
      expect(second.said).not.toContain('taken from');
    },
    LONG,
  );

  it(
    'is taken over when that one was killed, told so, and no value comes twice',
    async () => {
      const first = await holder(250);
      await ends(first, 'killed');
      expect(existsSync(lock)).toBe(true);
      const second = await holder(250);
      expect(second.said).toMatch(new RegExp(`^taken from process ${first.child.pid} on this computer since`));
      expect(new Set([...first.values, ...second.values]).size).toBe(500);
      expect(readdirSync(folder).sort()).toEqual(['bench-07.json', 'bench-07.lock']);
    },
    LONG,
  );

  it(
    'goes to one of several that come at once to a lock left behind, and to no other',
    async () => {
      await ends(await holder(10), 'killed');
      const all = await Promise.all([holder(50), holder(50), holder(50), holder(50)]);
      expect(all.filter(({ said }) => said.includes('holding'))).toHaveLength(1);
      for (const { said } of all)
        expect(said).toMatch(/holding|RigInUse: rig bench-07 is (?:in use|being taken over) by/);
    },
    LONG,
  );
});

describe('a lock', () => {
  const take = () => StateLock.take(lock, 'bench-07');
  const leave = (text: string) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(lock, text);
  };

  it('keeps out its own process as well, until it is released', () => {
    const first = take();
    expect(() => take()).toThrow(`in use by process ${process.pid}`);
    first.release();
    expect(readdirSync(folder)).toEqual([]);
    take().release();
  });

  it('leaves alone what has become of it in other hands', () => {
    const first = take();
    leave('{"version":1,"pid":1,"host":"elsewhere","since":"2026-11-22T18:44:30.000Z"}');
    first.release();
    expect(readFileSync(lock, 'utf8')).toContain('elsewhere');
  });

  it('of another computer cannot be judged, and is left to a person', () => {
    leave('{"version":1,"pid":1,"host":"elsewhere","since":"2026-11-22T18:44:30.000Z"}');
    expect(take).toThrow(
      `rig bench-07 is in use by process 1 on elsewhere since 2026-11-22 18:44:30 UTC (lock: ${lock}, if that one has ended remove it)`,
    );
  });

  it('that is none of ours is left to a person', () => {
    leave('');
    expect(take).toThrow(`${lock}: not a lock of ours; remove it if no run uses this rig`);
  });

  it('that is being taken over is left to who does so', () => {
    const gone = { ...thisProcess(), pid: 2 ** 22 + 1 };
    leave(JSON.stringify(gone));
    writeFileSync(`${lock}.takeover`, '');
    expect(take).toThrow(`rig bench-07 is being taken over by another run; if there is none, remove ${lock}.takeover`);
  });

  it('is not needed for a simulator', () => {
    const simulated = loadText(simulatorRig());
    const env = { XDG_STATE_HOME: home };
    const [one, two] = [openRigState(simulated, env), openRigState(simulated, env)];
    one.leave();
    two.leave();
    expect(readdirSync(home)).toEqual([]);
  });
});

describe('the owner of a lock', () => {
  const self = thisProcess(new Date('2026-11-22T18:44:30.123Z'));

  it('lives as long as its process', () => {
    expect(hasEnded(self)).toBe(false);
    expect(hasEnded({ ...self, pid: 2 ** 22 + 1 })).toBe(true);
  });

  it.skipIf(process.platform !== 'linux')('is not another process that has got its number', () => {
    expect(hasEnded({ ...self, began: '1' })).toBe(true);
  });

  it('is not judged from another computer or container', () => {
    const gone = { ...self, pid: 2 ** 22 + 1 };
    expect(hasEnded({ ...gone, host: `${hostname()}-2` })).toBe(false);
    expect(hasEnded({ ...gone, pidNamespace: 'pid:[1]' })).toBe(false);
  });

  it('is told in words', () => {
    expect(ownerText(self)).toBe(`process ${process.pid} on this computer since 2026-11-22 18:44:30 UTC`);
    expect(ownerText({ ...self, host: 'lab-2' })).toMatch(/^process \d+ on lab-2 since/);
  });
});
