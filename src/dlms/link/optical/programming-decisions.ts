import type { PasswordLevel } from './command';

export interface PasswordAttempt {
  readonly level: PasswordLevel;
  readonly given: string;
  /** what the meter wants; undefined where the level opens nothing */
  readonly wanted: string | undefined;
}

/** Decisions over programming mode (IEC 62056-21 6.3.4, 6.4.4). */
export interface ProgrammingDecisions {
  /** Right: the same from the first to the last character. */
  acceptsLocalPassword(attempt: PasswordAttempt): boolean;
  /** To the n-th wrong one in a row. Right: an error message, from the third on a break and back to the start. */
  onWrongPassword(failures: number): 'error' | 'break' | 'NAK';
  /** Is a command carried out before a password? Right: only the reading of what is free. */
  servesLocked(command: { readonly letter: 'R' | 'W' | 'E'; readonly isFree: boolean }): boolean;
  /** To a message with wrong BCC or parity. Right: NAK. */
  onFaultyCommand(): 'NAK' | 'silence' | 'error';
  /** To a command or data that we cannot carry out. Right: an error message. */
  onBadCommand(): 'error' | 'NAK' | 'silence';
}

export const conformingProgramming: ProgrammingDecisions = {
  acceptsLocalPassword: ({ given, wanted }) => wanted !== undefined && given === wanted,
  onWrongPassword: (failures) => (failures < 3 ? 'error' : 'break'),
  servesLocked: ({ letter, isFree }) => letter === 'R' && isFree,
  onFaultyCommand: () => 'NAK',
  onBadCommand: () => 'error',
};
