import { spawnSync } from 'node:child_process';

/** Whether a program of the system is there, which tests that need it must not take for granted. */
export function isInstalled(program: string): boolean {
  const { error } = spawnSync(program, ['-h'], { stdio: 'ignore', env: { ...process.env, PATH: withSbin() } });
  return error === undefined;
}

/** Debian puts ser2net where only an administrator's PATH looks. */
export function withSbin(): string {
  const { PATH = '' } = process.env;
  return `${PATH}:/usr/sbin:/usr/local/sbin`;
}
