import type { Instant } from '#time/clock';
import type { MeterParts } from './meter-memory';

/** The two clocks of a connection: how long it has been silent, and how long a begun WPDU has waited for its rest. */
export class ConnectionTimers {
  /** when the last octets of an incomplete WPDU came */
  part: Instant | undefined;
  private readonly parts: MeterParts;
  private heardAt: Instant;

  constructor(parts: MeterParts, now: Instant) {
    this.parts = parts;
    this.heardAt = now;
  }

  heard(what: 'wpdu' | 'octets' | 'reply', now: Instant): void {
    if (this.parts.policy.restartsIdleTimer(what)) this.heardAt = now;
  }

  get deadline(): Instant | undefined {
    const { idleAt, partAt } = this;
    if (idleAt === undefined || partAt === undefined) return idleAt ?? partAt;
    return Math.min(idleAt, partAt);
  }

  due(now: Instant): 'idle' | 'part' | undefined {
    const { idleAt, partAt } = this;
    if (idleAt !== undefined && now >= idleAt) return 'idle';
    return partAt !== undefined && now >= partAt ? 'part' : undefined;
  }

  private get idleAt(): Instant | undefined {
    const { policy, model } = this.parts;
    const timeout = policy.idleTimeoutMs(model.tcp.inactivitySeconds * 1000);
    return timeout === undefined ? undefined : this.heardAt + timeout;
  }

  private get partAt(): Instant | undefined {
    const timeout = this.parts.policy.intraMessageTimeoutMs();
    return this.part === undefined || timeout === undefined ? undefined : this.part + timeout;
  }
}
