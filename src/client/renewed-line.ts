import { decodeFrame } from '#dlms/link/hdlc/frame';
import type { FramePort } from './frame-dialogue';

/**
 * A meter may close the connection behind the UA or DM that ends a link: a new connection begins in NDM, just as the old
 * one was left (hdlc.md 12). What was sent to a line that ended so, and met nothing but its end, is sent once more on a
 * new one. A line that ends at any other time has ended.
 */
export function renewedAfterLink(port: FramePort, reopen: () => Promise<void>): FramePort {
  let linkEnded = false;
  let unheard: Uint8Array | undefined;
  return {
    ...port,
    heard(octets, view) {
      linkEnded = endsLink(octets);
      port.heard(octets, view);
    },
    async write(octets, view) {
      unheard = linkEnded ? octets : undefined;
      linkEnded = false;
      await port.write(octets, view);
    },
    async receive(deadline) {
      const event = await port.receive(deadline);
      const again = unheard;
      if (event.kind !== 'timeout') unheard = undefined;
      if (event.kind !== 'closed' || again === undefined) return event;
      port.event('the meter closed the connection behind the link: sent once more on a new one');
      await reopen();
      await port.write(again, () => []);
      return port.receive(deadline);
    },
  };
}

function endsLink(octets: Uint8Array): boolean {
  const { kind } = decodeFrame(octets).control;
  return kind === 'UA' || kind === 'DM';
}
