import { recordOf } from '#client/line-record';
import { LineTraffic } from '#client/line-traffic';
import { SignOnSession } from '#client/sign-on-session';
import { type SignOnClientSettings, USUAL_CLIENT } from '#dlms/link/optical/client-settings';
import { SecretRegistry } from '#dlms/security/secrets';
import { loadMeter } from '#simulator/load-meter';
import type { OpticalSettings } from '#simulator/model';
import type { MeterPolicy } from '#simulator/policy';
import { SimulatedMeter } from '#simulator/simulated-meter';
import { ManualClock } from '#time/manual-clock';
import { MemorySerialTransport } from '#transport/memory-serial-line';
import { eightNoneOne, sevenEvenOne } from '#transport/serial-port-settings';

export const METER = 'fixtures/meters/electricity.yaml';

export interface OpticalSetting {
  readonly optical?: Partial<OpticalSettings>;
  readonly client?: Partial<SignOnClientSettings>;
  readonly policy?: Partial<MeterPolicy>;
  readonly isEchoing?: boolean;
}

/** The simulated meter of the fixtures at its local port, on a serial line in memory. */
export class OpticalBench {
  readonly clock = new ManualClock();
  readonly meter: SimulatedMeter;
  readonly transport: MemorySerialTransport;
  readonly secrets = new SecretRegistry();
  readonly traffic = new LineTraffic(this.secrets);
  readonly settings: SignOnClientSettings;

  constructor({ optical = {}, client = {}, policy = {}, isEchoing = false }: OpticalSetting = {}) {
    const model = loadMeter(METER);
    if (model.optical === undefined) throw new Error('the meter of the fixtures has no local port');
    this.settings = { ...USUAL_CLIENT, ...client };
    this.meter = new SimulatedMeter({ model: { ...model, optical: { ...model.optical, ...optical } }, policy });
    const start = this.settings.parity === 'line' ? sevenEvenOne(300) : eightNoneOne(300);
    this.transport = new MemorySerialTransport([this.meter.opticalPort], this.clock, start, { echo: isEchoing });
  }

  async session(): Promise<SignOnSession> {
    const log = recordOf(this.traffic, 'sign-on', this.clock);
    return new SignOnSession(await this.transport.connect(), this.settings, this.clock, log);
  }
}
