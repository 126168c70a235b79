import type { LinkParameters } from './negotiation-parameters';
import type { SecondaryEvent } from './secondary-event';
import type { SenderHost } from './secondary-sender';

/** What a link needs of the station that it belongs to. */
export interface LinkHost extends SenderHost {
  readonly limits: LinkParameters;
  readonly maximumLinks: number;
  readonly longestMessage: number;
  /** links that are up */
  readonly openLinks: number;
  emit(event: SecondaryEvent): void;
}

/** What the application says to a request: an APDU, `nothing`, or `busy`: the answer will come later. */
export type ApplicationAnswer = Uint8Array | 'nothing' | 'busy';
