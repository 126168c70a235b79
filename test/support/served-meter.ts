import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { concat } from '#dlms/codec/hex';
import { loadMeter } from '#simulator/load-meter';
import { SimulatedMeter } from '#simulator/simulated-meter';
import { SystemClock } from '#time/system-clock';
import { TcpHost } from '#transport/tcp-host';

/** version, source and destination of a WPDU; the length stands behind them */
const ADDRESSES = 6;
const HEADER = 8;
const AARE = 0x61;

/** Our meter on a TCP port, which keeps its port when it begins a new life with all counters at 0. */
export class ServedMeter {
  port = 0;
  /** it refuses an AARQ by an exception-response that names this counter, as some meters do, in place of an AARE */
  named: number | undefined;
  private host: TcpHost | undefined;

  async start(): Promise<void> {
    await this.stop();
    const wire = (wpdu: Uint8Array) => (this.named === undefined ? wpdu : withCounter(wpdu, this.named));
    const meter = new SimulatedMeter({ model: loadMeter('fixtures/meters/electricity.yaml'), wire });
    this.host = new TcpHost(meter, new SystemClock());
    this.port = await this.host.listen(this.port);
  }

  async stop(): Promise<void> {
    await this.host?.close();
    this.host = undefined;
  }
}

function withCounter(wpdu: Uint8Array, invocationCounter: number): Uint8Array {
  const apdu = wpdu[HEADER] === AARE ? decodeApdu(wpdu.subarray(HEADER)) : undefined;
  if (apdu?.kind !== 'AARE' || apdu.result === 'accepted') return wpdu;
  const refusal = encodeApdu({
    ...{ kind: 'exception-response', stateError: 'service-not-allowed', serviceError: 'invocation-counter-error' },
    invocationCounter,
  });
  return concat(wpdu.subarray(0, ADDRESSES), Uint8Array.of(0, refusal.length), refusal);
}
