import type { Rig, SignOnSettings, TransportSettings } from './rig';

/**
 * What carries the octets. `serial`: a line that this program drives itself; `remote-serial`: one that another computer
 * drives for it, so that nothing can be said of the time between octets.
 */
export type Medium = 'tcp' | 'udp' | 'serial' | 'remote-serial';

/** Where a sign-on may stay, as far as is known (IEC 62056-21). */
const START_BAUD = 300;

export function mediumOf(transport: TransportSettings): Medium {
  switch (transport.kind) {
    case 'tcp':
    case 'udp':
      return transport.kind;
    case 'serial':
    case 'optical':
      return 'serial';
    case 'rfc2217':
      return 'remote-serial';
    case 'simulator':
      return mediumOfLine(transport.line);
  }
}

/** Where the meter is spoken to by IEC 62056-21 first. */
export function signOnOf(transport: TransportSettings): SignOnSettings | undefined {
  return 'signOn' in transport ? transport.signOn : undefined;
}

export function startsWithSignOn(transport: TransportSettings): boolean {
  return signOnOf(transport) !== undefined;
}

/** Whether the rig declares that what is sent comes back. */
export function isEchoing(transport: TransportSettings): boolean {
  const echo = 'echo' in transport ? transport.echo : signOnOf(transport)?.echo;
  return echo === true;
}

export function isReachedByIpv6(transport: TransportSettings): boolean {
  if ('hostV6' in transport && transport.hostV6 !== undefined) return true;
  return 'host' in transport && mediumOf(transport) !== 'remote-serial' && transport.host.includes(':');
}

/**
 * The slowest speed that the line may have, bits a second: what a sign-on ends with is not known before.
 *
 * @returns undefined where octets take no time worth mentioning
 */
export function slowestBaudOf({ transport, meter }: Pick<Rig, 'transport' | 'meter'>): number | undefined {
  if ('serial' in transport && transport.serial !== undefined) return transport.serial.baud;
  if (!startsWithSignOn(transport)) return undefined;
  return Math.min(...(meter.baudRates ?? [START_BAUD]));
}

function mediumOfLine(line: 'memory' | 'tcp' | 'udp' | 'serial' | 'optical'): Medium {
  if (line === 'udp') return 'udp';
  return line === 'serial' || line === 'optical' ? 'serial' : 'tcp';
}
