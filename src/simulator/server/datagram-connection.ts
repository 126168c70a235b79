import { ALL_STATION, type Wpdu, WRAPPER_HEADER_LENGTH } from '#dlms/link/wrapper/wpdu';
import type { Instant } from '#time/clock';
import type { Aftermath } from '../policy/aftermath';
import { MeterConnection } from './meter-connection';
import type { ServerAssociation } from './server-association';

/**
 * What the meter knows of one remote address and port over UDP: there is no connection, but associations, which it
 * forgets by its own timer. A datagram is one WPDU, or is dropped whole (wrapper.md 5).
 */
export class DatagramConnection extends MeterConnection {
  override receive(octets: Uint8Array, now: Instant): void {
    const size = { length: octets.length, announced: announcedBy(octets) };
    if (this.meter.parts.policy.acceptsDatagram(size)) super.receive(octets, now);
  }

  /** There is nothing to close: the next datagram finds everything as it was. */
  override apply(aftermath: Aftermath, now: Instant, association?: ServerAssociation): void {
    if (aftermath !== 'closes-connection') super.apply(aftermath, now, association);
  }

  protected override serveWpdu(wpdu: Wpdu, now: Instant): void {
    if (wpdu.destinationWport === ALL_STATION && wpdu.apdu.length > 0) this.hearBroadcast(wpdu, now);
    else super.serveWpdu(wpdu, now);
  }

  private hearBroadcast(wpdu: Wpdu, now: Instant): void {
    const { policy, model } = this.meter.parts;
    if (!policy.hearsBroadcast()) return;
    for (const { sap } of model.logicalDevices) {
      const heard = { ...wpdu, destinationWport: sap };
      this.serve(heard, wpdu.apdu, now, (octets) => {
        if (octets !== undefined && policy.answersBroadcast()) this.reply(octets, heard, now);
      });
    }
  }
}

/** Octets of the WPDU by its header, undefined where the header is cut off. */
function announcedBy(octets: Uint8Array): number | undefined {
  if (octets.length < WRAPPER_HEADER_LENGTH) return undefined;
  return WRAPPER_HEADER_LENGTH + (((octets[6] ?? 0) << 8) | (octets[7] ?? 0));
}
