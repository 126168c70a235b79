import type { ReaderEvent } from './message-reader';

/** 2.1 s of them at 300 Bd (IEC 62056-21 Annex B) */
const WAKE_UP_NULS = 63;

/** Counts the NUL characters that wake a battery meter; anything else between them begins the count anew. */
export class Wakening {
  private nuls = 0;

  /** Whether this completes a wake-up. */
  hears(event: ReaderEvent): boolean {
    this.nuls = event.kind === 'nulls' ? this.nuls + event.count : 0;
    if (this.nuls < WAKE_UP_NULS) return false;
    this.nuls = 0;
    return true;
  }
}
