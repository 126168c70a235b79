import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';

const DLMS = resolve(__dirname, '../../src/cli/dlms.cjs');
const STARTED = /listens on (?:serial|\S+:(\d+))/;

/** `dlms simulate` in a process of its own, in real time. */
export class ServedMeter {
  /** where it listens on TCP or UDP; 0 on a serial port */
  port = 0;
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private said = '';

  /** @param args of the command line behind `simulate` */
  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [DLMS, 'simulate', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.said += chunk.toString();
      });
    }
  }

  /** Resolves when it serves. @throws with its own words when it ends before */
  async listening(): Promise<this> {
    while (!STARTED.test(this.said)) {
      if (this.hasEnded) throw new Error(`dlms simulate ended: ${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.port = Number(STARTED.exec(this.said)?.[1] ?? 0);
    return this;
  }

  /** Interrupts it. @returns its exit code */
  async stop(): Promise<number | null> {
    if (!this.hasEnded) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGINT');
      await ended;
    }
    return this.child.exitCode;
  }

  /** Resolves when it has ended by itself. @returns its exit code and what it said */
  async ended(): Promise<{ readonly code: number | null; readonly said: string }> {
    if (!this.hasEnded) await new Promise((resolve) => this.child.once('close', resolve));
    return { code: this.child.exitCode, said: this.said };
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}
