import type { DlmsClient } from '#client/dlms-client';

/** Tells how many seconds of a wait have passed. */
export type Progress = (doneSeconds: number, ofSeconds: number) => void;

/** A person at the bench should never wait longer than this without a sign of life. */
const SLICE_MS = 5000;

/** Lets time pass on the line without sending anything, and tells how far it has come. */
export async function staysSilent(client: DlmsClient, ms: number, progress: Progress): Promise<void> {
  for (let done = 0; done < ms; done += SLICE_MS) {
    progress(Math.round(done / 1000), Math.round(ms / 1000));
    await client.channel.idle(Math.min(SLICE_MS, ms - done));
  }
}
