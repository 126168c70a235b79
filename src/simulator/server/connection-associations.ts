import type { Instant } from '#time/clock';
import type { AssociationDefinition, LogicalDevice } from '../model';
import type { Wports } from '../policy/line-policy';
import type { MeterMemory } from './meter-memory';
import { ServerAssociation } from './server-association';

/** The associations on one connection by the SAPs of client and logical device, whatever link carries their APDUs. */
export class ConnectionAssociations {
  private readonly meter: MeterMemory;
  private readonly all = new Map<string, ServerAssociation>();

  constructor(meter: MeterMemory) {
    this.meter = meter;
  }

  /** Whose request it is. A SAP that is not ours, once the link has accepted it, is served by the first device. */
  of(request: Wports): ServerAssociation | undefined {
    const { policy, model } = this.meter.parts;
    const device = model.logicalDevices.find(({ sap }) => sap === request.destinationWport) ?? model.logicalDevices[0];
    return device && this.at(policy.associationOfWports(request, this.openOnes()), device);
  }

  statusOf(device: LogicalDevice, definition: AssociationDefinition): number {
    const same = [...this.all.values()].filter(
      (association) => association.device === device && association.definition === definition,
    );
    return Math.max(0, ...same.map(({ status }) => status));
  }

  endBut(kept: ServerAssociation): void {
    for (const association of this.all.values()) if (association !== kept) association.end();
  }

  /** What carried the association is gone. */
  lose({ sourceWport, destinationWport }: Wports, ends: boolean, now: Instant): void {
    const association = this.all.get(`${sourceWport}/${destinationWport}`);
    if (association !== undefined) this.drop(association, ends, now);
  }

  /** The whole connection is gone; where that ends no association, the meter keeps them for the next one. */
  loseAll(ends: boolean, now: Instant): void {
    for (const [key, association] of this.all) {
      this.drop(association, ends, now);
      if (!ends) this.meter.keptAssociations.set(key, association);
    }
  }

  private drop(association: ServerAssociation, ends: boolean, now: Instant): void {
    if (association.isOpen) this.meter.drops.set(association.clientSap, now);
    if (ends) association.end();
  }

  private at({ sourceWport, destinationWport }: Wports, device: LogicalDevice): ServerAssociation {
    const key = `${sourceWport}/${destinationWport}`;
    const known = this.all.get(key) ?? this.meter.keptAssociations.get(key);
    const association = known ?? new ServerAssociation(this.meter, device, sourceWport, destinationWport);
    this.all.set(key, association);
    return association;
  }

  private openOnes(): Wports[] {
    const open = [...this.all.values()].filter(({ isOpen }) => isOpen);
    return open.map(({ clientSap, serverSap }) => ({ sourceWport: clientSap, destinationWport: serverSap }));
  }
}
