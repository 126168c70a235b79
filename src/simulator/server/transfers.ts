import type { MeterPolicy } from '../policy';
import { LongReply, type Reread } from './long-reply';
import type { LongRequest } from './long-request';
import type { MeterMemory } from './meter-memory';

/** The block transfers of one association: one out and one in at most. */
export class Transfers {
  outgoing: LongReply | undefined;
  incoming: LongRequest | undefined;
  private readonly policy: MeterPolicy;
  private readonly meter: MeterMemory;

  constructor(meter: MeterMemory) {
    this.meter = meter;
    this.policy = meter.parts.policy;
  }

  start(service: 'get' | 'action', raw: Uint8Array, reread?: Reread): LongReply {
    this.end();
    const reply = new LongReply(service, raw, this.firstBlockNumber(), reread);
    this.outgoing = reply;
    return reply;
  }

  /** The outgoing transfer is over, finished or broken off. */
  end(): void {
    if (this.outgoing === undefined) return;
    this.meter.lastTransfer = { previous: this.outgoing.sent, aborted: !this.outgoing.isOver, of: this };
    this.outgoing = undefined;
  }

  /** Another request has come in between. */
  interrupt(): void {
    if (!this.policy.keepsTransferOnNewRequest()) this.end();
    this.incoming = undefined;
  }

  private firstBlockNumber(): number {
    const before = this.meter.lastTransfer;
    const { previous, aborted = false } = before ?? {};
    return this.policy.firstBlockNumber({ previous, aborted, sameAssociation: before?.of === this });
  }
}
