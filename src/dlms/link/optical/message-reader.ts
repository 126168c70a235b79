import { PeerProtocolError } from '#dlms/errors';
import type { Instant } from '#dlms/link/hdlc/instant';
import type { BlockCheck } from './block-check';
import { ACK, CR, EOT, ETX, isPrintable, LF, NAK, NUL, SLASH, SOH, STX } from './character';
import { malformed } from './malformed';
import { decodeMessage, type Message } from './message';
import { OPTION_SELECT_LENGTH } from './option-select';
import { hasEvenParity, type Parity } from './parity';

/** What begins a message; `text`: a readout without STX, or what follows the identification in mode D. */
export type MessageStart = '/' | 'ACK' | 'NAK' | 'SOH' | 'STX' | 'text';

export type ReaderEvent =
  /** `startedAt`: when its first character was read */
  | { readonly kind: 'message'; readonly message: Message; readonly startedAt: Instant }
  /** a whole message with something wrong in it */
  | { readonly kind: 'faulty'; readonly start: MessageStart; readonly error: PeerProtocolError }
  /** characters that are no message; `gap`: more than t_a passed within one */
  | { readonly kind: 'dropped'; readonly cause: 'noise' | 'gap' | 'too-long' | 'interrupted'; readonly count: number }
  /** NUL characters between messages: wake-up */
  | { readonly kind: 'nulls'; readonly count: number };

/** What a receiver judges of the characters themselves. */
export interface CharacterJudgement {
  /** Does a silence of so many milliseconds within a message end it? Right: from 1500 (t_a, IEC 62056-21 6.4.3.2). */
  endsMessage(silenceMs: number): boolean;
  /** Right: a message with a character of wrong parity is faulty. */
  acceptsWrongParity(): boolean;
}

export const CHARACTER_GAP_MS = 1500;

export const strictCharacters: CharacterJudgement = {
  endsMessage: (silenceMs) => silenceMs >= CHARACTER_GAP_MS,
  acceptsWrongParity: () => false,
};

export interface ReaderSettings {
  readonly parity: Parity;
  readonly blockCheck: BlockCheck;
  /** characters of a data or command message; a longer one is lost */
  readonly longestMessage: number;
}

/** What the same first character means now. */
export interface Expected {
  /** whether ACK begins an option select, or is an answer in itself */
  readonly optionSelect: boolean;
  /** whether a readout may come without STX */
  readonly text: boolean;
}

const LONGEST_LINE = 64;
const STARTS: Readonly<Record<number, MessageStart>> = {
  [SLASH]: '/',
  [ACK]: 'ACK',
  [NAK]: 'NAK',
  [SOH]: 'SOH',
  [STX]: 'STX',
};

/** Cuts the octets of a line into messages. Holds at most one incomplete one, of the longest length that is set. */
export class MessageReader {
  expected: Expected = { optionSelect: false, text: false };
  private readonly settings: ReaderSettings;
  private readonly judgement: CharacterJudgement;
  private held = new Uint8Array(LONGEST_LINE);
  private used = 0;
  private start: MessageStart | undefined;
  private isEnding = false;
  private parityFaultAt: number | undefined;
  private noise = 0;
  private nulls = 0;
  private startedAt: Instant = 0;
  private heardAt: Instant = 0;
  private events: ReaderEvent[] = [];

  constructor(settings: ReaderSettings, judgement: CharacterJudgement = strictCharacters) {
    this.settings = settings;
    this.judgement = judgement;
  }

  push(octets: Uint8Array, now: Instant): ReaderEvent[] {
    if (octets.length > 0 && this.start !== undefined && this.judgement.endsMessage(now - this.heardAt))
      this.drop('gap');
    this.heardAt = now;
    for (const octet of octets) this.take(octet);
    return this.takeEvents();
  }

  /** Drops an incomplete message whose time is over. */
  tick(now: Instant): ReaderEvent[] {
    const { deadline } = this;
    if (deadline !== undefined && now >= deadline) this.drop('gap');
    return this.takeEvents();
  }

  get deadline(): Instant | undefined {
    const isEnding = this.start !== undefined && this.judgement.endsMessage(CHARACTER_GAP_MS);
    return isEnding ? this.heardAt + CHARACTER_GAP_MS : undefined;
  }

  /** Whether a message has begun and is not complete. */
  get isReading(): boolean {
    return this.start !== undefined;
  }

  /** When the message that is being read began. */
  get readingSince(): Instant | undefined {
    return this.isReading ? this.startedAt : undefined;
  }

  reset(): void {
    this.start = undefined;
    this.used = 0;
    this.noise = 0;
    this.nulls = 0;
  }

  private take(octet: number): void {
    const isRight = this.settings.parity === 'line' || hasEvenParity(octet) || this.judgement.acceptsWrongParity();
    const code = octet & 0x7f;
    if (this.start === undefined || this.restartsAt(code, isRight)) this.begin(code, isRight);
    else this.add(code, isRight);
  }

  /** A character that cannot stand within the message begins the next one. */
  private restartsAt(code: number, isRight: boolean): boolean {
    if (!isRight || this.isEnding) return false;
    if (this.start === '/' || this.start === 'text') return STARTS[code] !== undefined;
    if (this.start === 'SOH' || this.start === 'STX') return code === SOH || (code === STX && this.used !== 3);
    return false;
  }

  private begin(code: number, isRight: boolean): void {
    if (this.start !== undefined) this.drop('interrupted');
    const start = isRight ? this.startOf(code) : undefined;
    if (start === undefined) {
      this.countBetween(code, isRight);
      return;
    }
    this.reportBetween();
    this.start = start;
    this.used = 0;
    this.isEnding = false;
    this.parityFaultAt = undefined;
    this.startedAt = this.heardAt;
    this.add(code, true);
  }

  private startOf(code: number): MessageStart | undefined {
    const mayBeText = this.expected.text && (isPrintable(code) || code === CR);
    return STARTS[code] ?? (mayBeText ? 'text' : undefined);
  }

  private countBetween(code: number, isRight: boolean): void {
    if (isRight && code === NUL) this.nulls++;
    else this.noise++;
  }

  private add(code: number, isRight: boolean): void {
    if (this.used >= this.longest) {
      this.drop('too-long');
      return;
    }
    if (this.used === this.held.length) this.grow();
    if (!isRight) this.parityFaultAt ??= this.used;
    this.held[this.used++] = code;
    if (this.isComplete(code)) this.complete();
  }

  private get longest(): number {
    return this.start === '/' || this.start === 'ACK' ? LONGEST_LINE : this.settings.longestMessage;
  }

  private grow(): void {
    const grown = new Uint8Array(this.held.length * 2);
    grown.set(this.held);
    this.held = grown;
  }

  private isComplete(code: number): boolean {
    if (this.start === 'NAK') return true;
    if (this.start === '/') return code === LF;
    if (this.start === 'ACK') return !this.expected.optionSelect || code === LF || this.used === OPTION_SELECT_LENGTH;
    if (this.start === 'text') return code === LF && this.endsText();
    if (this.isEnding) return true;
    this.isEnding = code === ETX || code === EOT;
    return false;
  }

  private endsText(): boolean {
    return this.held[this.used - 2] === CR && this.held[this.used - 3] === 0x21;
  }

  private complete(): void {
    const codes = this.held.slice(0, this.used);
    const start = this.start ?? 'text';
    this.forget();
    try {
      if (this.parityFaultAt !== undefined) throw malformed('wrong parity', codes, this.parityFaultAt);
      const message = decodeMessage(codes, this.settings.blockCheck);
      this.events.push({ kind: 'message', message, startedAt: this.startedAt });
    } catch (error) {
      if (!(error instanceof PeerProtocolError)) throw error;
      this.events.push({ kind: 'faulty', start, error });
    }
  }

  private drop(cause: 'gap' | 'too-long' | 'interrupted'): void {
    this.events.push({ kind: 'dropped', cause, count: this.used });
    this.forget();
  }

  private forget(): void {
    this.start = undefined;
    this.used = 0;
    if (this.held.length > LONGEST_LINE) this.held = new Uint8Array(LONGEST_LINE);
  }

  private reportBetween(): void {
    if (this.nulls > 0) this.events.push({ kind: 'nulls', count: this.nulls });
    if (this.noise > 0) this.events.push({ kind: 'dropped', cause: 'noise', count: this.noise });
    this.nulls = 0;
    this.noise = 0;
  }

  private takeEvents(): ReaderEvent[] {
    this.reportBetween();
    const { events } = this;
    this.events = [];
    return events;
  }
}
