import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { name, version } from '../../package.json';

/** Which edition of this tool gave the verdicts. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  /** of the checkout, with `+` where it has been changed; '' outside of one */
  readonly commit: string;
}

export function thisTool(): Tool {
  return { name, version, commit: commitOf(resolve(__dirname, '../..')) };
}

function commitOf(root: string): string {
  try {
    const described = git(root, 'describe', '--always', '--dirty=+', '--abbrev=12', '--exclude=*');
    return described.trim();
  } catch {
    return '';
  }
}

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
