import { selectedBaud } from './baud-character';
import { ACK } from './character';
import type { BaudRate, LineFormat } from './line-speed';
import { hasEvenParity } from './parity';

export interface FoundConfirmation {
  readonly baud: BaudRate;
  readonly format: LineFormat;
}

const LENGTH = 6;
const FORM = /^2([0-6])2\r\n$/;

/**
 * Looks for `ACK 2 Z 2 CR LF` among octets of any kind, bit 7 masked (iec62056-21.md 7). Its `2` and CR have an odd
 * number of ones, so bit 7 tells 7E1 from 8N1. Keeps the last six octets.
 */
export class ConfirmationReader {
  private last: number[] = [];

  push(octets: Uint8Array): FoundConfirmation | undefined {
    for (const octet of octets) {
      this.last = [...this.last.slice(1 - LENGTH), octet];
      const found = this.found();
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private found(): FoundConfirmation | undefined {
    const [first, ...codes] = this.last.map((octet) => octet & 0x7f);
    if (first !== ACK) return undefined;
    const text = String.fromCharCode(...codes);
    const baud = selectedBaud(FORM.exec(text)?.[1] ?? '');
    return baud && { baud, format: this.last.every(hasEvenParity) ? '7E1' : '8N1' };
  }
}
