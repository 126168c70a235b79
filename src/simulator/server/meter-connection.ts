import { encodeWpdu, type Wpdu, WRAPPER_HEADER_LENGTH } from '#dlms/link/wrapper/wpdu';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';
import type { Instant } from '#time/clock';
import { ConnectionTimers } from './connection-timers';
import type { MeterMemory } from './meter-memory';
import { ServedConnection } from './served-connection';

/** One TCP connection to the meter: cuts the stream into WPDUs and hands their APDUs to the association of their wPorts. */
export class MeterConnection extends ServedConnection {
  private readonly reader = new WpduReader();
  private readonly timers: ConnectionTimers;

  constructor(meter: MeterMemory, now: Instant) {
    super(meter);
    this.timers = new ConnectionTimers(meter.parts, now);
  }

  get deadline(): Instant | undefined {
    return this.closed === undefined ? this.timers.deadline : undefined;
  }

  receive(octets: Uint8Array, now: Instant): void {
    if (this.closed !== undefined) return;
    this.timers.heard('octets', now);
    if (this.stalled) return;
    this.reader.push(new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength));
    this.serveAll(now);
  }

  tick(now: Instant): void {
    if (this.closed !== undefined) return;
    const due = this.timers.due(now);
    if (due === 'idle') this.close(this.meter.parts.policy.idleClosing(), 'idle', now);
    if (due === 'part') this.close('fin', 'fault', now);
  }

  private serveAll(now: Instant): void {
    const { policy } = this.meter.parts;
    for (let index = 1; this.isListening; index++) {
      if (!this.acceptsHeader(now)) break;
      const wpdu = this.reader.next();
      if (wpdu === undefined) break;
      this.timers.heard('wpdu', now);
      const last = this.reader.pending.length === 0;
      if (index === 1 || policy.servesFurtherWpdu({ index, last })) this.serveWpdu(wpdu, now);
    }
    this.noteRest(now);
  }

  /** Judges the header that has begun to arrive; false when the stream is given up. */
  private acceptsHeader(now: Instant): boolean {
    const { policy, model } = this.meter.parts;
    const version = this.reader.pendingVersion;
    if (version === undefined) return true;
    if (!policy.acceptsWrapperVersion(version)) {
      this.reader.reset();
      this.apply(policy.afterWrongVersion(version), now);
      return false;
    }
    const total = this.totalPending();
    if (total > 0) {
      this.apply(policy.afterHeader({ length: total - WRAPPER_HEADER_LENGTH, limit: model.maxPduSize }), now);
    }
    return this.isListening;
  }

  private noteRest(now: Instant): void {
    const received = this.reader.pending.length;
    const total = this.totalPending();
    const what = received === 0 ? 'waits' : this.meter.parts.policy.incompleteWpdu({ received, total });
    if (what === 'serves' && total > 0) this.servePart(now);
    if (what !== 'waits') this.reader.reset();
    this.timers.part = this.reader.pending.length > 0 ? now : undefined;
  }

  /** Takes what has arrived for the whole: what a right meter never does. */
  private servePart(now: Instant): void {
    const [, , source0 = 0, source1 = 0, destination0 = 0, destination1 = 0] = this.reader.pending;
    this.serveWpdu(
      {
        version: this.reader.pendingVersion ?? 0,
        sourceWport: (source0 << 8) | source1,
        destinationWport: (destination0 << 8) | destination1,
        apdu: this.reader.pending.slice(WRAPPER_HEADER_LENGTH),
      },
      now,
    );
  }

  /** Octets of the incomplete WPDU with its header, 0 while the header is incomplete. */
  private totalPending(): number {
    const { pending } = this.reader;
    if (pending.length < WRAPPER_HEADER_LENGTH) return 0;
    return WRAPPER_HEADER_LENGTH + (((pending[6] ?? 0) << 8) | (pending[7] ?? 0));
  }

  protected serveWpdu(wpdu: Wpdu, now: Instant): void {
    if (wpdu.apdu.length === 0) this.meetEmptyWpdu(wpdu, now);
    else if (this.accepts(wpdu)) this.serve(wpdu, wpdu.apdu, now, (octets) => octets && this.reply(octets, wpdu, now));
  }

  private meetEmptyWpdu(wpdu: Wpdu, now: Instant): void {
    const reaction = this.meter.parts.policy.emptyWpdu();
    if (reaction === 'answered') this.reply(new Uint8Array(0), wpdu, now);
    if (reaction === 'closed') this.close('fin', 'fault', now);
  }

  private accepts({ sourceWport, destinationWport }: Wpdu): boolean {
    const { policy, model } = this.meter.parts;
    const own = model.logicalDevices.map(({ sap }) => sap);
    return policy.acceptsDestinationSap(destinationWport, own) && policy.acceptsSourceSap(sourceWport);
  }

  protected reply(apdu: Uint8Array, request: Wpdu, now: Instant): void {
    const { policy } = this.meter.parts;
    const fields = { ...policy.replyPorts(request), apdu };
    const length = policy.replyLength(apdu.length);
    this.send(encodeWpdu({ ...fields, version: policy.replyVersion(), length }));
    this.timers.heard('reply', now);
  }
}
