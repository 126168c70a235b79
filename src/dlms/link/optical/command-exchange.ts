import type { Command } from './command';
import type { DataMessage } from './data-message';

export type Collected =
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'more' }
  | { readonly kind: 'too-long' };

/** Commands that belong together, each sent when the one before is acknowledged, and the blocks of an answer. */
export class CommandExchange {
  private readonly longest: number;
  private rest: readonly Command[] = [];
  private collected = '';

  constructor(longest: number) {
    this.longest = longest;
  }

  begin(commands: readonly Command[]): void {
    this.rest = commands;
    this.collected = '';
  }

  next(): Command | undefined {
    const [first, ...rest] = this.rest;
    this.rest = rest;
    return first;
  }

  /** What is said again is answered from its first block. */
  restart(): void {
    this.collected = '';
  }

  /** The whole answer, once its last block is there. */
  collect({ text, isLast }: DataMessage): Collected {
    if (this.collected.length + text.length > this.longest) return { kind: 'too-long' };
    this.collected += text;
    return isLast ? { kind: 'whole', text: this.collected } : { kind: 'more' };
  }
}
