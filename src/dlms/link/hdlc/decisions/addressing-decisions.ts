import {
  decodeServerAddress,
  encodeServerAddress,
  lowerKind,
  MANAGEMENT_CLIENT,
  MANAGEMENT_DEVICE,
  type ServerAddress,
  type ServerAddressLength,
  upperKind,
} from '../address';
import type { ControlKind } from '../control';

/** A frame to the CALLING address, as far as it decides who answers. */
export interface CallingRequest {
  readonly command: ControlKind;
  readonly client: number;
  readonly upper: number;
  /** whether this device has opened the physical connection */
  readonly isCallingDevice: boolean;
}

/** Decisions over addresses (IEC 62056-46 6.4.2.2 to 6.4.2.5, hdlc.md 3). What is not accepted is ignored in silence. */
export interface AddressingDecisions {
  /** Right: a source of one octet and no other. */
  acceptsSourceLength(octets: number): boolean;
  /** Right: any client but NO_STATION (0) and ALL_STATION (7F). */
  acceptsClientAddress(client: number): boolean;
  /** How a destination is read. Right: 1, 2 or 4 octets; undefined for all others. */
  readsDestination(octets: Uint8Array): ServerAddress | undefined;
  /** Is an address of this length for a device with these schemes? Right: of an own length, or convertible (hdlc.md 3.4). */
  acceptsAddressLength(address: ServerAddress, own: readonly ServerAddressLength[]): boolean;
  /** Right: an upper address of one of our logical devices. */
  isOwnUpper(upper: number, own: readonly number[]): boolean;
  /** Right: our lower address. `lower` is undefined in an address of one octet, which has none. */
  isOwnLower(lower: number | undefined, own: number): boolean;
  /** Right: nobody reacts to NO_STATION. */
  servesNoStation(): boolean;
  /** May a group of stations be told this? Right: UI and DISC, both with P=0. */
  acceptsGroupCommand(command: { readonly kind: ControlKind; readonly pf: boolean }): boolean;
  /** Is one logical device of any physical device (lower address ALL_STATION) taken for ours? Right: no, though common on point-to-point links. */
  servesAnyPhysicalDevice(): boolean;
  /** Right: where we have opened the physical connection, SNRM from client 1 to the management logical device. */
  answersCalling(request: CallingRequest): boolean;
  /** Right: the address that was called, in its length; our real one to CALLING. */
  answerSource(destination: Uint8Array, own: ServerAddress): Uint8Array;
  /** Right: the client that asked. */
  answerDestination(source: Uint8Array): Uint8Array;
  /** What tells links apart. Right: the client and the logical device. */
  linkKey(pair: { readonly client: number; readonly upper: number }): string;
}

export const conformingAddressing: AddressingDecisions = {
  acceptsSourceLength: (octets) => octets === 1,
  acceptsClientAddress: (client) => client > 0x00 && client < 0x7f,
  readsDestination: decodeServerAddress,
  acceptsAddressLength: (address, own) => own.some((length) => isAcceptedIn(length, address)),
  isOwnUpper: (upper, own) => own.includes(upper),
  isOwnLower: (lower, own) => lower === undefined || lower === own,
  servesNoStation: () => false,
  acceptsGroupCommand: ({ kind, pf }) => (kind === 'UI' || kind === 'DISC') && !pf,
  servesAnyPhysicalDevice: () => false,
  answersCalling: ({ command, client, upper, isCallingDevice }) =>
    isCallingDevice && command === 'SNRM' && client === MANAGEMENT_CLIENT && upper === MANAGEMENT_DEVICE,
  answerSource: (destination, own) => (isCalling(destination) ? encodeServerAddress(own) : destination),
  answerDestination: (source) => source,
  linkKey: ({ client, upper }) => `${client}/${upper}`,
};

/** hdlc.md 3.4: what a device whose own addresses have `own` octets makes of one of another length. */
function isAcceptedIn(own: ServerAddressLength, address: ServerAddress): boolean {
  if (address.length === own || (address.length === 2 && own === 4)) return true;
  if (address.length === 1) return false;
  const isAllPhysical = lowerKind(address) === 'all-station';
  if (address.length === 2) return isAllPhysical;
  if (isAllPhysical) return upperKind(address) === 'all-station';
  return own === 2 && lowerKind(address) === 'calling' && address.upper === MANAGEMENT_DEVICE;
}

function isCalling(destination: Uint8Array): boolean {
  const address = decodeServerAddress(destination);
  return address !== undefined && lowerKind(address) === 'calling';
}
