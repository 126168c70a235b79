import type { LocalPort } from '#client/local-port';
import { EchoFilter } from '#dlms/link/optical/echo-filter';
import type { DirectHdlc, SignOnSettings } from '#rig/rig';
import type { Clock } from '#time/clock';
import { EchoFreeTransport } from '#transport/echo-free-transport';
import type { Transport } from '#transport/line';
import { eightNoneOne, type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';
import { SharedTransport } from '#transport/shared-line';

/** How one scenario reaches its meter, and the clock by which it does. */
export interface Way {
  readonly clock: Clock;
  readonly transport: Transport;
  /** the same meter by IPv6, where the rig names such an address beside another one */
  readonly transportV6?: Transport;
  /** where the meter is signed on before HDLC */
  readonly localPort?: LocalPort;
  /** cuts and restores the meter's supply, where the bench can */
  readonly powerCycle?: () => void;
  /** opens and closes the terminal cover, where the bench can */
  readonly cover?: CoverHand;
}

/** What the bench does to the terminal cover of the meter. */
export interface CoverHand {
  readonly open: () => void;
  readonly close: () => void;
}

/** Where every sign-on by IEC 62056-21 begins. */
const START_BAUD = 300;

/** Settings of the port before a sign-on: where parity is made in software, it stays at eight bits. */
export function startOf({ parityBy }: SignOnSettings): SerialPortSettings {
  return parityBy === 'software' ? eightNoneOne(START_BAUD) : sevenEvenOne(START_BAUD);
}

/** A serial line for all clients of a scenario, without what an adapter returns of our own octets. */
export function directHdlc(transport: Transport, { echo }: DirectHdlc): Transport {
  return new SharedTransport(echo ? new EchoFreeTransport(transport, () => new EchoFilter('cancel')) : transport);
}
