import { encodeWpdu, type Wpdu, WRAPPER_HEADER_LENGTH } from '#dlms/link/wrapper/wpdu';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';
import type { Instant } from '#time/clock';
import type { EndpointConnection } from '#transport/endpoint';
import type { AssociationDefinition, LogicalDevice } from '../model';
import type { Aftermath } from '../policy/aftermath';
import type { Ending, Wports } from '../policy/line-policy';
import { ConnectionTimers } from './connection-timers';
import type { MeterMemory } from './meter-memory';
import { ServerAssociation } from './server-association';

/** One TCP connection to the meter: cuts the stream into WPDUs and hands their APDUs to the association of their wPorts. */
export class MeterConnection implements EndpointConnection {
  closed: 'fin' | 'rst' | undefined;
  private readonly meter: MeterMemory;
  private readonly reader = new WpduReader();
  private readonly timers: ConnectionTimers;
  private readonly associations = new Map<string, ServerAssociation>();
  private output: Uint8Array[] = [];
  private stalled = false;
  private released = false;

  constructor(meter: MeterMemory, now: Instant) {
    this.meter = meter;
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

  end(now: Instant): void {
    if (this.closed === undefined && this.meter.parts.policy.closesAfterClient()) this.close('fin', 'fin', now);
  }

  lost(now: Instant): void {
    this.closed ??= 'rst';
    this.release('lost', now);
  }

  tick(now: Instant): void {
    if (this.closed !== undefined) return;
    const due = this.timers.due(now);
    if (due === 'idle') this.close(this.meter.parts.policy.idleClosing(), 'idle', now);
    if (due === 'part') this.close('fin', 'fault', now);
  }

  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  /** association_status of that association on this connection. */
  statusOf(device: LogicalDevice, definition: AssociationDefinition): number {
    const own = [...this.associations.values()].filter((association) => association.device === device);
    return Math.max(
      0,
      ...own.filter((association) => association.definition === definition).map(({ status }) => status),
    );
  }

  endAssociationsBut(kept: ServerAssociation): void {
    for (const association of this.associations.values()) if (association !== kept) association.end();
  }

  /** The connection is cut without a word, as by a loss of power. */
  reset(now: Instant): void {
    this.output = [];
    this.closed ??= 'rst';
    this.release('lost', now);
  }

  apply(aftermath: Aftermath, now: Instant, association?: ServerAssociation): void {
    if (aftermath === 'ends-association') association?.end();
    if (aftermath === 'closes-connection') this.close('fin', 'fault', now);
    if (aftermath === 'stalls') this.stalled = true;
    if (aftermath === 'restarts') this.meter.restart(now);
    if (aftermath === 'dies') this.meter.die(now);
  }

  private serveAll(now: Instant): void {
    const { policy } = this.meter.parts;
    for (let index = 1; this.isListening(); index++) {
      if (!this.acceptsHeader(now)) break;
      const wpdu = this.reader.next();
      if (wpdu === undefined) break;
      this.timers.heard('wpdu', now);
      const last = this.reader.pending.length === 0;
      if (index === 1 || policy.servesFurtherWpdu({ index, last })) this.serve(wpdu, now);
    }
    this.noteRest(now);
  }

  private isListening(): boolean {
    return this.closed === undefined && !this.stalled;
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
    return this.isListening();
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
    this.serve(
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

  private serve(wpdu: Wpdu, now: Instant): void {
    if (wpdu.apdu.length === 0) {
      this.meetEmptyWpdu(wpdu, now);
      return;
    }
    const association = this.associationOf(wpdu);
    if (association === undefined) return;
    const { octets, aftermath } = association.receive(wpdu.apdu, now);
    if (octets !== undefined) this.send(octets, wpdu, now);
    this.apply(aftermath, now, association);
  }

  private meetEmptyWpdu(wpdu: Wpdu, now: Instant): void {
    const reaction = this.meter.parts.policy.emptyWpdu();
    if (reaction === 'answered') this.send(new Uint8Array(0), wpdu, now);
    if (reaction === 'closed') this.close('fin', 'fault', now);
  }

  private associationOf({ sourceWport, destinationWport }: Wpdu): ServerAssociation | undefined {
    const { policy, model } = this.meter.parts;
    const own = model.logicalDevices.map(({ sap }) => sap);
    if (!policy.acceptsDestinationSap(destinationWport, own) || !policy.acceptsSourceSap(sourceWport)) return undefined;
    const device = model.logicalDevices.find(({ sap }) => sap === destinationWport) ?? model.logicalDevices[0];
    if (device === undefined) return undefined;
    return this.associationAt(policy.associationOfWports({ sourceWport, destinationWport }, this.openWports()), device);
  }

  private associationAt({ sourceWport, destinationWport }: Wports, device: LogicalDevice): ServerAssociation {
    const key = `${sourceWport}/${destinationWport}`;
    const known = this.associations.get(key) ?? this.meter.keptAssociations.get(key);
    const association = known ?? new ServerAssociation(this.meter, device, sourceWport, destinationWport);
    this.associations.set(key, association);
    return association;
  }

  private openWports(): Wports[] {
    const open = [...this.associations.values()].filter(({ isOpen }) => isOpen);
    return open.map(({ clientSap, serverSap }) => ({ sourceWport: clientSap, destinationWport: serverSap }));
  }

  private send(apdu: Uint8Array, request: Wpdu, now: Instant): void {
    const { policy, wire } = this.meter.parts;
    const fields = { ...policy.replyPorts(request), apdu };
    const length = policy.replyLength(apdu.length);
    this.output.push(wire(encodeWpdu({ ...fields, version: policy.replyVersion(), length })));
    this.timers.heard('reply', now);
  }

  private close(how: 'fin' | 'rst', ending: Ending, now: Instant): void {
    this.closed ??= how;
    this.release(ending, now);
  }

  private release(ending: Ending, now: Instant): void {
    if (this.released) return;
    this.released = true;
    const { policy } = this.meter.parts;
    this.meter.connections.delete(this);
    if (!policy.freesSlot(ending)) this.meter.heldSlots++;
    const keeps = !policy.endsAssociationsWithConnection(ending);
    for (const [key, association] of this.associations) {
      if (association.isOpen) this.meter.drops.set(association.clientSap, now);
      if (keeps) this.meter.keptAssociations.set(key, association);
      else association.end();
    }
  }
}
