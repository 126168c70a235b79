import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { WRAPPER_HEADER_LENGTH } from '#dlms/link/wrapper/wpdu';
import type { Instant } from '#time/clock';
import type { ApduChannel, View } from './apdu-channel';
import { WrapperChannel } from './wrapper-channel';

/** Datagrams that a case may look at afterwards; older ones are forgotten. */
const KEPT = 1000;

/** APDUs in WPDUs over UDP: each datagram is one WPDU, no more and no less (wrapper.md 5). */
export class DatagramChannel extends WrapperChannel {
  /** what was received, whole, for cases that judge datagrams */
  readonly datagrams: Uint8Array[] = [];
  /** how many were sent */
  sent = 0;

  override sendOctets(octets: Uint8Array, view?: View): Promise<void> {
    this.sent++;
    return super.sendOctets(octets, view);
  }

  /** @throws PeerProtocolError for a datagram that is not 8 octets and those which its header announces */
  protected override arrived(octets: Uint8Array, at: Instant): Promise<undefined> | undefined {
    this.datagrams.push(octets);
    if (this.datagrams.length > KEPT) this.datagrams.shift();
    const announced = ((octets[6] ?? 0) << 8) | (octets[7] ?? 0);
    if (octets.length !== WRAPPER_HEADER_LENGTH + announced) this.refuse(octets, announced);
    return super.arrived(octets, at);
  }

  private refuse(octets: Uint8Array, announced: number): never {
    const reason =
      octets.length < WRAPPER_HEADER_LENGTH
        ? `a datagram of ${octets.length} octets, too short for a header`
        : `a datagram of ${octets.length} octets whose header announces ${WRAPPER_HEADER_LENGTH} + ${announced}`;
    this.record('received', octets, () => [reason]);
    throw new PeerProtocolError(reason, octets, Math.min(octets.length, 6));
  }
}

/** @throws LocalProtocolError when the channel has another link: the case should not have run here */
export function datagramsOf(channel: ApduChannel): DatagramChannel {
  if (channel instanceof DatagramChannel) return channel;
  throw new LocalProtocolError('this needs the wrapper over UDP, and the rig has another link');
}
