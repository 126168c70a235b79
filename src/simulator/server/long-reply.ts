import type { MeterPolicy } from '../policy';
import { lengthOctets } from './reply-protection';
import type { ServiceContext } from './service-request';

export interface ReplyBlock {
  readonly lastBlock: boolean;
  readonly blockNumber: number;
  readonly rawData: Uint8Array;
}

/** The same value once more; undefined when it cannot be had. */
export type Reread = (context: ServiceContext) => Uint8Array | undefined;

/** A long reply on its way out, block by block. */
export class LongReply {
  readonly service: 'get' | 'action';
  /** number of the block last sent */
  sent: number | undefined;
  private raw: Uint8Array;
  private readonly reread: Reread | undefined;
  private offset = 0;
  private ended = false;
  private readonly first: number;

  /** @param reread what the same request would give now, for meters that do not keep what they have begun to send */
  constructor(service: 'get' | 'action', raw: Uint8Array, first: number, reread?: Reread) {
    this.service = service;
    this.raw = raw;
    this.first = first;
    this.reread = reread;
  }

  get isOver(): boolean {
    return this.ended;
  }

  /** The next block, or undefined when the limit leaves no room for a single octet. */
  next(context: ServiceContext): ReplyBlock | undefined {
    const { policy } = context;
    if (this.sent !== undefined && policy.readsAnewForEachBlock()) this.raw = this.reread?.(context) ?? this.raw;
    const blockNumber = this.sent === undefined ? this.first : policy.nextBlockNumber(this.sent);
    const room = roomFor(context, this.service, this.raw.length - this.offset);
    if (room < 1) return undefined;
    const size = Math.max(1, policy.blockSize({ room, number: blockNumber }));
    const rawData = policy.blockData(this.raw.subarray(this.offset, this.offset + size), blockNumber);
    this.offset = Math.min(this.raw.length, this.offset + size);
    this.sent = blockNumber;
    return { lastBlock: this.markEnd(policy, blockNumber), blockNumber, rawData };
  }

  /** Nothing is sent twice: once all data are out the transfer is over, whatever the last block said of itself. */
  private markEnd(policy: MeterPolicy, number: number): boolean {
    const remaining = this.raw.length - this.offset;
    const lastBlock = policy.isLastBlock({ remaining, number });
    this.ended = lastBlock || remaining === 0;
    return lastBlock;
  }
}

const TAGS = { get: 0xc4, action: 0xc7 };
/** tag, choice, invoke-id, last-block, number, and with GET the choice of raw data */
const FIXED = { get: 9, action: 8 };

/** Octets of raw data that fit, not more than are left; 1 at least when nothing is left. */
function roomFor(context: ServiceContext, service: 'get' | 'action', left: number): number {
  const wanted = Math.max(1, left);
  if (context.limit === 0) return wanted;
  let room = Math.min(wanted, context.limit);
  while (room > 0 && sealed(context, service, room) > context.limit) {
    room -= Math.max(1, Math.min(room, sealed(context, service, room) - context.limit));
  }
  return grown(context, service, room, wanted);
}

/** Shrinking by the surplus can go an octet too far where a length gets shorter. */
function grown(context: ServiceContext, service: 'get' | 'action', from: number, wanted: number): number {
  let room = from;
  while (room < wanted && sealed(context, service, room + 1) <= context.limit) room++;
  return room;
}

function sealed(context: ServiceContext, service: 'get' | 'action', room: number): number {
  return context.sealedLength(FIXED[service] + lengthOctets(room) + room, TAGS[service]);
}
