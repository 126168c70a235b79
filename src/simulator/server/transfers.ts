import type { MeterPolicy } from '../policy';
import { LongReply } from './long-reply';
import type { LongRequest } from './long-request';

/** The block transfers of one association: one out and one in at most. */
export class Transfers {
  outgoing: LongReply | undefined;
  incoming: LongRequest | undefined;
  private readonly policy: MeterPolicy;
  private before: { readonly previous: number | undefined; readonly aborted: boolean } = {
    previous: undefined,
    aborted: false,
  };

  constructor(policy: MeterPolicy) {
    this.policy = policy;
  }

  start(service: 'get' | 'action', raw: Uint8Array): LongReply {
    this.end();
    const reply = new LongReply(service, raw, this.policy.firstBlockNumber(this.before));
    this.outgoing = reply;
    return reply;
  }

  /** The outgoing transfer is over, finished or broken off. */
  end(): void {
    if (this.outgoing === undefined) return;
    this.before = { previous: this.outgoing.sent, aborted: !this.outgoing.isOver };
    this.outgoing = undefined;
  }

  /** Another request has come in between. */
  interrupt(): void {
    if (!this.policy.keepsTransferOnNewRequest()) this.end();
    this.incoming = undefined;
  }
}
