import { LocalPort } from '#client/local-port';
import { type SignOnClientSettings, USUAL_CLIENT } from '#dlms/link/optical/client-settings';
import type { SignOnSettings } from '#rig/rig';
import type { Clock } from '#time/clock';
import type { SerialTransport } from '#transport/serial-line';
import { SharedTransport } from '#transport/shared-line';
import type { Way } from './way';

/** Nothing that leads to HDLC is longer, and what never ends shall not keep us for hours at 300 baud. */
const LONGEST_ANSWER = 4096;

/** A serial line for all clients of a scenario, on which the meter is signed on before any of them speaks. */
export function signedOn(
  transport: SerialTransport,
  signOn: SignOnSettings,
  clock: Clock,
): Pick<Way, 'transport' | 'localPort'> {
  const localPort = new LocalPort(transport, clientSettings(signOn), clock);
  return { transport: new SharedTransport(localPort), localPort };
}

function clientSettings({ maximumBaud, wakesUp, echo, parityBy }: SignOnSettings): SignOnClientSettings {
  return {
    ...USUAL_CLIENT,
    maximumBaud,
    wakesUp,
    echo: echo === 'auto' ? 'auto' : echo ? 'cancel' : 'off',
    parity: parityBy === 'software' ? 'software' : 'line',
    longestMessage: LONGEST_ANSWER,
  };
}
