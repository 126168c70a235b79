import type { DlmsClient } from '#client/dlms-client';

/** Tells how many seconds of a wait have passed. */
export type Progress = (doneSeconds: number, ofSeconds: number) => void;

/** A person at the bench should never wait longer than this without a sign of life. */
const SIGN_OF_LIFE_MS = 5000;

/** Lets time pass on the line without sending anything, and tells how far it has come. */
export async function staysSilent({ channel }: DlmsClient, ms: number, progress: Progress): Promise<void> {
  const started = channel.clock.now();
  const tell = (done: number) => progress(Math.round(done / 1000), Math.round(ms / 1000));
  const timers = Array.from({ length: Math.ceil(ms / SIGN_OF_LIFE_MS) }, (_, index) =>
    channel.clock.at(started + index * SIGN_OF_LIFE_MS, () => tell(index * SIGN_OF_LIFE_MS)),
  );
  await channel.idle(Math.round(ms));
  for (const cancel of timers) cancel();
}
