import type { Instant } from '#time/clock';
import type { EndpointConnection } from '#transport/endpoint';
import type { AssociationDefinition, LogicalDevice } from '../model';
import type { Aftermath } from '../policy/aftermath';
import type { Ending, Wports } from '../policy/line-policy';
import { ConnectionAssociations } from './connection-associations';
import { isGatewayRequest, passage } from './gateway';
import type { MeterMemory } from './meter-memory';
import type { ServerAssociation } from './server-association';

type Answer = (octets: Uint8Array | undefined) => void;

/** One connection to the meter, whatever link it speaks: its output, its associations, and how it comes to its end. */
export abstract class ServedConnection implements EndpointConnection {
  closed: 'fin' | 'rst' | undefined;
  protected readonly meter: MeterMemory;
  protected readonly associations: ConnectionAssociations;
  protected stalled = false;
  private output: Uint8Array[] = [];
  private released = false;

  constructor(meter: MeterMemory) {
    this.meter = meter;
    this.associations = new ConnectionAssociations(meter);
  }

  abstract get deadline(): Instant | undefined;
  abstract receive(octets: Uint8Array, now: Instant): void;
  abstract tick(now: Instant): void;

  end(now: Instant): void {
    if (this.closed === undefined && this.meter.parts.policy.closesAfterClient()) this.close('fin', 'fin', now);
  }

  lost(now: Instant): void {
    this.closed ??= 'rst';
    this.release('lost', now);
  }

  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }

  /** association_status of that association on this connection. */
  statusOf(device: LogicalDevice, definition: AssociationDefinition): number {
    return this.associations.statusOf(device, definition);
  }

  endAssociationsBut(kept: ServerAssociation): void {
    this.associations.endBut(kept);
  }

  /** The connection is cut without a word, as by a loss of power. */
  reset(now: Instant): void {
    this.output = [];
    this.lost(now);
  }

  apply(aftermath: Aftermath, now: Instant, association?: ServerAssociation): void {
    if (aftermath === 'ends-association') association?.end();
    if (aftermath === 'closes-connection') this.close('fin', 'fault', now);
    if (aftermath === 'stalls') this.stalled = true;
    if (aftermath === 'restarts') this.meter.restart(now);
    if (aftermath === 'dies') this.meter.die(now);
  }

  protected get isListening(): boolean {
    return this.closed === undefined && !this.stalled;
  }

  /** An APDU, never empty, to the association of these SAPs; what follows from it comes after the answer is out. */
  protected serve(request: Wports, apdu: Uint8Array, now: Instant, answer: Answer): void {
    if (isGatewayRequest(apdu)) this.passOn(request, apdu, now, answer);
    else this.serveHere(request, apdu, now, answer);
  }

  private serveHere(request: Wports, apdu: Uint8Array, now: Instant, answer: Answer): void {
    const association = this.associations.of(request);
    if (association === undefined) return;
    const { octets, aftermath } = association.receive(apdu, now);
    answer(octets);
    this.apply(aftermath, now, association);
  }

  /** To a device behind the meter; where nobody is behind it, the request is nobody's. */
  private passOn(request: Wports, apdu: Uint8Array, now: Instant, answer: Answer): void {
    const { model, policy } = this.meter.parts;
    const through = model.gateway && passage(apdu, model.gateway, policy);
    if (through === undefined) {
      answer(undefined);
      return;
    }
    const behind = { ...request, destinationWport: through.sap };
    this.serveHere(behind, through.apdu, now, (octets) => answer(octets && through.back(octets)));
  }

  protected send(octets: Uint8Array): void {
    this.output.push(this.meter.parts.wire(octets));
  }

  protected close(how: 'fin' | 'rst', ending: Ending, now: Instant): void {
    this.closed ??= how;
    this.release(ending, now);
  }

  private release(ending: Ending, now: Instant): void {
    if (this.released) return;
    this.released = true;
    const { policy } = this.meter.parts;
    this.meter.connections.delete(this);
    if (!policy.freesSlot(ending)) this.meter.heldSlots++;
    this.associations.loseAll(policy.endsAssociationsWithConnection(ending), now);
  }
}
