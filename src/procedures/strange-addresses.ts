import { LocalProtocolError } from '#dlms/errors';
import type { Rig } from '#rig/rig';

/** Addresses that nobody uses, in the words of features. */
export type StrangeAddress = 'next to a right one' | 'far from any right one';

/** Where a meter may have a client that its rig does not declare: management and public client (addressing.md 1.1). */
export const RESERVED_CLIENTS: readonly number[] = [0x01, 0x10];
/** Server SAPs that nobody may use (addressing.md 1.2). */
const RESERVED_SERVERS = Array.from({ length: 14 }, (_, index) => index + 2);

/** SAPs of all logical devices that the rig knows of. */
export function serverSaps(rig: Rig): readonly number[] {
  const devices = rig.meter.logicalDevices.map(({ sap }) => sap);
  return [...devices, ...[...rig.clients.values()].map(({ server }) => server)];
}

/** The reserved server SAPs but for those that the rig declares all the same. */
export function reservedServers(rig: Rig): readonly number[] {
  const declared = serverSaps(rig);
  return RESERVED_SERVERS.filter((reserved) => !declared.includes(reserved));
}

/**
 * The first address above a known one that is not known itself, or the last one of the range.
 * @param special addresses in the range that mean something else
 */
export function strangeAddress(
  known: readonly number[],
  [first, last]: readonly [number, number],
  which: StrangeAddress,
  special: readonly number[],
): number {
  const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const free = range.filter((address) => !known.includes(address) && !special.includes(address));
  const near = free.find((address) => known.includes(address - 1)) ?? free[0];
  const address = which === 'next to a right one' ? near : free.at(-1);
  if (address === undefined) throw new LocalProtocolError('the rig declares every address that there is');
  return address;
}
