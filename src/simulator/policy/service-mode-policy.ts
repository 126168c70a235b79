import type { DataAccessResult } from '#dlms/apdu/results';
import type { Instant } from '#time/clock';
import type { Access } from './access-policy';
import type { ProtectionKind } from './protection-kind';

/** The terminal cover as a request finds it. */
export interface CoverSeen {
  readonly isOpen: boolean;
  /** undefined: it is open, or was never opened */
  readonly closedMsAgo: number | undefined;
  /** whether it was open at some time since the association of the request was opened */
  readonly wasOpenMeanwhile: boolean;
}

/** An attempt to write a service parameter, by a client that has the right to write it. */
export interface ServiceWrite {
  readonly access: Access;
  readonly cover: CoverSeen;
  /** how the request was protected */
  readonly given: ProtectionKind;
  /** in which form of SET the value came */
  readonly form: 'single' | 'list' | 'blocks';
}

export type CoverEvent = 'opened' | 'closed' | 'serviceAccessRefused';

/** Decisions over service parameters, which the terminal cover guards beside the access rights. */
export interface ServiceModePolicy {
  /** May a service parameter be written? Right: while the cover is open, and at no other time, whoever asks. */
  permitsServiceWrite(write: ServiceWrite): boolean;
  /** What a client is told then. Right: `read-write-denied`. */
  resultForClosedCover(access: Access): DataAccessResult;
  /** Is the value taken in spite of the refusal? Right: no. */
  writesInSpiteOfCover(access: Access): boolean;
  /** What an open cover makes of an access mode. Right: nothing, it gives no rights. */
  modeUnderCover(mode: number, cover: CoverSeen, access: Access): number;
  /** The codes that go into the event log. Right: the code of the event, once. */
  loggedCodes(event: CoverEvent, codes: Readonly<Record<CoverEvent, number>>): readonly number[];
  /** When the entry says that it was. Right: now. */
  eventTime(now: Instant): Instant;
  /** Does the event log outlast a loss of power? Right: yes. */
  keepsEventLog(): boolean;
  /** Where the cover is thought to be after a loss of power. Right: where it is. */
  coverAfterPowerCycle(isOpen: boolean): boolean;
}

export const conformingServiceMode: ServiceModePolicy = {
  permitsServiceWrite: ({ cover }) => cover.isOpen,
  resultForClosedCover: () => 'read-write-denied',
  writesInSpiteOfCover: () => false,
  modeUnderCover: (mode) => mode,
  loggedCodes: (event, codes) => [codes[event]],
  eventTime: (now) => now,
  keepsEventLog: () => true,
  coverAfterPowerCycle: (isOpen) => isOpen,
};
