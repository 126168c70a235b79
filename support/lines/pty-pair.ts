import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two pseudo terminals of which each hears the other, made by socat. */
export class PtyPair {
  readonly folder = mkdtempSync(join(tmpdir(), 'dlms-pty-'));
  readonly near = join(this.folder, 'near');
  readonly far = join(this.folder, 'far');
  private socat: ChildProcess | undefined;

  async open(): Promise<void> {
    const pty = (link: string): string => `pty,raw,echo=0,link=${link}`;
    this.socat = spawn('socat', [pty(this.near), pty(this.far)], { stdio: 'ignore' });
    await until(() => existsSync(this.near) && existsSync(this.far));
  }

  /** As if the adapter were pulled out. */
  async unplug(): Promise<void> {
    await ended(this.socat);
    this.socat = undefined;
  }

  async close(): Promise<void> {
    await this.unplug();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 500; turns++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('what was waited for did not come');
}
