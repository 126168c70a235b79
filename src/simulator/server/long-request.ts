import type { AttributeSelection, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { DataBlock } from '#dlms/apdu/set';
import { concat } from '#dlms/codec/hex';
import type { MeterPolicy } from '../policy';

/** What the blocks of a long request are meant for. */
export type LongTarget =
  | { readonly service: 'set'; readonly list: boolean; readonly attributes: readonly AttributeSelection[] }
  | { readonly service: 'action'; readonly list: boolean; readonly methods: readonly MethodDescriptor[] };

/** All blocks together: no client may fill our memory. */
const LONGEST = 0x100000;

/** A long SET or ACTION on its way in, block by block. */
export class LongRequest {
  readonly target: LongTarget;
  private readonly policy: MeterPolicy;
  private readonly parts: Uint8Array[] = [];
  private size = 0;
  private expected = 1;

  constructor(policy: MeterPolicy, target: LongTarget) {
    this.policy = policy;
    this.target = target;
  }

  /** `wrong` and `too-long` end the transfer. */
  take({ blockNumber, rawData, lastBlock }: DataBlock): 'more' | 'complete' | 'wrong' | 'too-long' {
    if (!this.policy.acceptsBlock({ received: blockNumber, expected: this.expected })) return 'wrong';
    this.parts.push(this.policy.blockReceived(rawData, blockNumber).slice());
    this.size += rawData.length;
    this.expected = blockNumber + 1;
    if (this.size > LONGEST) return 'too-long';
    return lastBlock ? 'complete' : 'more';
  }

  joined(): Uint8Array {
    return concat(...this.parts);
  }
}
