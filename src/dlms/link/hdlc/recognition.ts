import {
  decodeClientAddress,
  type LowerKind,
  lowerKind,
  type ServerAddress,
  type ServerAddressLength,
  serverAddress,
  upperKind,
} from './address';
import type { AddressingDecisions } from './decisions/addressing-decisions';
import type { HdlcFrame } from './frame';
import type { IgnoreReason } from './secondary-event';
import type { Route } from './secondary-sender';

/** Who a frame is for: one of our logical devices, a group with some of ours in it, or nobody here. */
export type Recognised =
  | { readonly kind: 'individual'; readonly client: number; readonly upper: number; readonly route: Route }
  | { readonly kind: 'group'; readonly client: number; readonly uppers: readonly number[] }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason };

export interface OwnAddresses {
  readonly uppers: readonly number[];
  readonly lower: number;
  readonly addressLengths: readonly ServerAddressLength[];
}

interface Called {
  readonly frame: HdlcFrame;
  readonly client: number;
  readonly address: ServerAddress;
}

/** Address recognition of a secondary station (IEC 62056-46 6.4.2.3 to 6.4.2.5, hdlc.md 3.3, 3.4). */
export class Recognition {
  constructor(
    private readonly own: OwnAddresses,
    private readonly decisions: AddressingDecisions,
  ) {}

  of(frame: HdlcFrame, isCallingDevice: boolean): Recognised {
    const client = this.clientOf(frame.source);
    if (client === undefined) return ignored('source');
    const address = this.decisions.readsDestination(frame.destination);
    if (address === undefined || !this.decisions.acceptsAddressLength(address, this.own.addressLengths)) {
      return ignored('address-length');
    }
    return this.meant({ frame, client, address }, isCallingDevice);
  }

  private clientOf(source: Uint8Array): number | undefined {
    if (!this.decisions.acceptsSourceLength(source.length)) return undefined;
    const client = decodeClientAddress(source.subarray(-1)) ?? 0;
    return this.decisions.acceptsClientAddress(client) ? client : undefined;
  }

  private meant(called: Called, isCallingDevice: boolean): Recognised {
    const { address } = called;
    const [upper, lower] = [upperKind(address), lowerKind(address)];
    if (upper === 'no-station' || lower === 'no-station') return this.noStation(called);
    if (lower === 'calling') return this.calling(called, isCallingDevice);
    const isAnyPhysical = lower === 'all-station' && this.decisions.servesAnyPhysicalDevice();
    if (upper === 'all-station' || (lower === 'all-station' && !isAnyPhysical)) return this.group(called, lower);
    if (!isAnyPhysical && !this.decisions.isOwnLower(address.lower, this.own.lower)) return ignored('other-device');
    return this.individual(called, address.upper);
  }

  private noStation(called: Called): Recognised {
    if (!this.decisions.servesNoStation()) return ignored('no-station');
    const { upper } = called.address;
    return this.individual(called, upper === 0 ? this.firstUpper : upper);
  }

  private calling(called: Called, isCallingDevice: boolean): Recognised {
    const { frame, client, address } = called;
    const { upper } = address;
    const request = { command: frame.control.kind, client, upper, isCallingDevice };
    return this.decisions.answersCalling(request) ? this.individual(called, upper) : ignored('calling');
  }

  private group(called: Called, lower: LowerKind): Recognised {
    const { frame, client, address } = called;
    if (!this.decisions.acceptsGroupCommand(frame.control)) return ignored('group');
    if (lower !== 'all-station' && !this.decisions.isOwnLower(address.lower, this.own.lower)) {
      return ignored('other-device');
    }
    const isAll = upperKind(address) === 'all-station';
    const uppers = this.own.uppers.filter((upper) => isAll || upper === address.upper);
    const { kind } = frame.control;
    if (kind === 'UI' || kind === 'DISC') return { kind: 'group', client, uppers };
    return this.individual(called, uppers[0] ?? this.firstUpper);
  }

  private individual({ frame, client, address }: Called, upper: number): Recognised {
    if (!this.decisions.isOwnUpper(upper, this.own.uppers)) return ignored('other-device');
    const source = this.decisions.answerSource(frame.destination, this.real(address));
    return {
      kind: 'individual',
      client,
      upper,
      route: { destination: this.decisions.answerDestination(frame.source), source },
    };
  }

  /** Our address in the length that was used, in four octets where two are too few. */
  private real({ length, upper }: ServerAddress): ServerAddress {
    if (length === 1) return serverAddress(1, upper);
    const { lower } = this.own;
    return serverAddress(lower > 0x7f ? 4 : length, upper, lower);
  }

  private get firstUpper(): number {
    return this.own.uppers[0] ?? 1;
  }
}

function ignored(reason: IgnoreReason): Recognised {
  return { kind: 'ignored', reason };
}
