import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import type { KeyName, LayerForm, Purpose } from './protection-kind';

/** What a counter of our own is used for. */
export type ReplyUse = 'initiate-response' | 'token' | 'response' | 'release-response';

/** Decisions over invocation counters (GB 9.2.3.3.7.3, security.md 4). */
export interface CounterPolicy {
  /** Right: not below `lowest`, and not FFFFFFFF. */
  isFreshCounter(received: {
    readonly counter: number;
    readonly lowest: number;
    readonly key: KeyName;
    readonly purpose: Purpose;
    readonly form: LayerForm;
  }): boolean;
  /** The lowest acceptable counter once an APDU was verified. Right: the accepted one + 1. */
  counterAfter(received: {
    readonly accepted: number;
    readonly lowest: number;
    readonly key: KeyName;
    readonly purpose: Purpose;
  }): number;
  /** The same after an APDU that was refused for its tag. Right: `lowest`, unchanged. */
  counterAfterRefusal(received: { readonly refused: number; readonly lowest: number; readonly key: KeyName }): number;
  /** The same after a token of HLS pass 3 was accepted. Right: the token's + 1, never lower than before. */
  counterAfterToken(received: { readonly token: number; readonly lowest: number }): number;
  /** Whose counters a key uses. Right: its own. */
  countersOf(key: KeyName): KeyName;
  /** First acceptable and first own counter of a new dedicated key. Right: 0 (GB 9.2.3.3.7.3). */
  dedicatedCounterStart(): number;
  /** What an exception-response for a stale counter tells. Right: the lowest acceptable one. */
  reportedCounter(received: { readonly counter: number; readonly lowest: number }): number;
  /** The counter to protect a reply, or to compute a token with. Right: `next`. */
  replyCounter(own: {
    readonly next: number;
    readonly key: KeyName;
    readonly use: ReplyUse;
    readonly request: number | undefined;
  }): number;
  /** The next one of our own after that. Right: the used one + 1. */
  replyCounterAfter(own: {
    readonly used: number;
    readonly next: number;
    readonly key: KeyName;
    readonly use: ReplyUse;
  }): number;
  /** The lowest acceptable counter of a global key after a power cycle. Right: as before. */
  counterAfterPowerCycle(lowest: number): number;
  /** Our own next counter of a global key after a power cycle. Right: as before, or higher. */
  replyCounterAfterPowerCycle(next: number): number;
}

export const conformingCounters: CounterPolicy = {
  isFreshCounter: ({ counter, lowest }) => counter >= lowest && counter < LAST_COUNTER,
  counterAfter: ({ accepted }) => accepted + 1,
  counterAfterRefusal: ({ lowest }) => lowest,
  counterAfterToken: ({ token, lowest }) => Math.max(lowest, token + 1),
  countersOf: (key) => key,
  dedicatedCounterStart: () => 0,
  reportedCounter: ({ lowest }) => lowest,
  replyCounter: ({ next }) => next,
  replyCounterAfter: ({ used }) => used + 1,
  counterAfterPowerCycle: (lowest) => lowest,
  replyCounterAfterPowerCycle: (next) => next,
};
