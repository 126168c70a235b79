import type { Instant } from '#time/clock';
import type { AssociationDefinition, LogicalDevice, MeterModel } from '../model';
import { Cover } from '../objects/cover';
import type { MeterPolicy } from '../policy';
import type { KeyState } from '../policy/protection-kind';
import { GeneralMemory } from './general-memory';
import { type GeneralMeans, isSecuritySetup } from './key-ring';
import type { ServedConnection } from './served-connection';
import type { ServerAssociation } from './server-association';
import { WrongSecrets } from './wrong-secrets';

export interface MeterParts {
  readonly model: MeterModel;
  readonly policy: MeterPolicy;
  /** octets that nobody can foretell, or that a test can */
  readonly random: (length: number) => Uint8Array;
  /** the last word over each WPDU sent, over HDLC each transmission */
  readonly wire: (octets: Uint8Array) => Uint8Array;
}

export interface EndedTransfer {
  readonly previous: number | undefined;
  readonly aborted: boolean;
  /** whose it was */
  readonly of: object;
}

/** What belongs to the meter as a whole and not to one connection. */
export class MeterMemory {
  readonly parts: MeterParts;
  readonly connections = new Set<ServedConnection>();
  /** places that ended connections still take: none in a meter that does right */
  heldSlots = 0;
  dead = false;
  /** AARQs so far */
  openings = 0;
  lastChallenge: Uint8Array | undefined;
  /** by client SAP: when a connection with an open association was lost */
  readonly drops = new Map<number, Instant>();
  readonly wrongSecrets = new WrongSecrets();
  /** the block transfer before, of whatever association */
  lastTransfer: EndedTransfer | undefined;
  /** associations and keys that outlived their time: none in a meter that does right */
  readonly keptAssociations = new Map<string, ServerAssociation>();
  readonly keptKeys = new Map<string, KeyState>();
  /** agreed by whatever client: a right meter looks at neither */
  readonly dedicatedKeys: { last?: KeyState | undefined; beforePowerLoss?: KeyState | undefined } = {};
  readonly general = new GeneralMemory();

  readonly cover: Cover;

  constructor(parts: MeterParts) {
    this.parts = parts;
    this.cover = new Cover(parts.model.cover, parts.policy);
  }

  /** What general-ciphering and general-signing take of the meter as a whole. */
  get generalMeans(): GeneralMeans {
    const { model, random } = this.parts;
    return { memory: this.general, random, checksTransactionIds: model.checksTransactionIds };
  }

  /** association_status of an association, on whatever connection it is furthest. */
  statusOf(device: LogicalDevice, definition: AssociationDefinition): number {
    const statuses = [...this.connections].map((connection) => connection.statusOf(device, definition));
    return Math.max(0, ...statuses);
  }

  /** Ends every association but this one: what a right meter never does. */
  endOthers(kept: ServerAssociation): void {
    for (const connection of this.connections) connection.endAssociationsBut(kept);
  }

  /** Everything volatile is lost; the counters of the global keys are not. */
  restart(now: Instant): void {
    for (const connection of [...this.connections]) connection.reset(now);
    this.connections.clear();
    this.heldSlots = 0;
    this.keptAssociations.clear();
    this.keptKeys.clear();
    this.dedicatedKeys.beforePowerLoss = this.dedicatedKeys.last;
    this.dedicatedKeys.last = undefined;
    this.drops.clear();
    this.wrongSecrets.clear();
    this.lastTransfer = undefined;
    this.general.restart();
    this.cover.restart();
    this.restoreCounters();
  }

  die(now: Instant): void {
    this.dead = true;
    for (const connection of [...this.connections]) connection.reset(now);
  }

  private restoreCounters(): void {
    const { model, policy } = this.parts;
    const setups = model.logicalDevices.flatMap(({ objects }) => [...objects.values()].filter(isSecuritySetup));
    for (const keys of new Set(setups.map(({ material }) => material.keys))) {
      Object.assign(keys, policy.keysAfterPowerCycle(keys));
      for (const counters of [keys.counters, keys.broadcastCounters]) {
        counters.lowest = policy.counterAfterPowerCycle(counters.lowest);
        counters.next = policy.replyCounterAfterPowerCycle(counters.next);
      }
    }
  }
}
