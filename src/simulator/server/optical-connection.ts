import { earliest } from '#dlms/link/hdlc/instant';
import type { SignOnServerEvent } from '#dlms/link/optical/server-event';
import { SignOnServer } from '#dlms/link/optical/sign-on-server';
import type { Instant } from '#time/clock';
import type { SerialEndpointConnection } from '#transport/serial-endpoint';
import { eightNoneOne, type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';
import type { OpticalSettings } from '../model';
import { HdlcConnection } from './hdlc-connection';
import type { MeterMemory } from './meter-memory';
import { OpticalData } from './optical-data';
import { signOnSettings } from './optical-settings';
import { PortPlan } from './port-plan';

/**
 * The meter on its local port: IEC 62056-21 at 300 baud, and in mode E the HDLC that a sign-on leads to. Even parity is
 * made in software, over 8N1, as it must be on a PTY.
 */
export class OpticalConnection extends HdlcConnection implements SerialEndpointConnection {
  private readonly plan = new PortPlan(eightNoneOne(300));
  private readonly data: OpticalData;
  private readonly signOn: SignOnServer;
  private readonly pushMs: number;
  private pushAt: Instant | undefined;
  /** a link was up in this session */
  private wasLinked = false;

  constructor(meter: MeterMemory, now: Instant, optical: OpticalSettings) {
    super(meter, now);
    const { model, policy } = meter.parts;
    this.data = new OpticalData(model, optical);
    this.signOn = new SignOnServer(signOnSettings(optical, model.manufacturer), this.data, policy);
    this.pushMs = optical.pushMs;
    this.pushAt = optical.mode === 'D' ? now + optical.pushMs : undefined;
  }

  get settings(): SerialPortSettings {
    return this.plan.settings;
  }

  override get deadline(): Instant | undefined {
    return this.isListening ? earliest(this.signOn.deadline, this.pushAt, super.deadline) : undefined;
  }

  override receive(octets: Uint8Array, now: Instant): void {
    if (!this.isListening) return;
    this.tick(now);
    if (this.signOn.state === 'hdlc') super.receive(octets, now);
    else this.signOn.receive(octets, now);
    this.follow(now);
  }

  override tick(now: Instant): void {
    if (!this.isListening) return;
    this.data.now = now;
    for (let due = this.signOn.deadline; due !== undefined && due <= now; due = this.signOn.deadline) {
      this.signOn.tick(now);
      this.follow(now);
    }
    super.tick(now);
    if (this.pushAt !== undefined && this.pushAt <= now) this.push(now);
    this.follow(now);
  }

  sent(now: Instant): void {
    this.signOn.lineSent(now);
    this.endSession(now);
    this.tick(now);
  }

  override lost(now: Instant): void {
    super.lost(now);
    this.signOn.lineLost(now);
  }

  override takeOutput(): readonly Uint8Array[] {
    return this.plan.take();
  }

  /** Nothing below a local port drops it when it is silent. */
  protected override get idleEnd(): undefined {
    return undefined;
  }

  private push(now: Instant): void {
    this.signOn.push(now);
    this.pushAt = now + this.pushMs;
  }

  /** Takes what the sign-on and HDLC have to say. */
  private follow(now: Instant): void {
    for (const octets of this.signOn.takeOutput()) this.plan.send(octets);
    for (const event of this.signOn.takeEvents()) this.obey(event);
    for (const octets of super.takeOutput()) this.plan.send(octets);
    if (this.hasLinks && !this.wasLinked) {
      this.wasLinked = true;
      this.signOn.hdlcConnected();
    }
    if (this.plan.isEmpty) this.endSession(now);
  }

  private obey(event: SignOnServerEvent): void {
    if (event.kind === 'change-speed') this.plan.set(eightNoneOne(event.baud));
    if (event.kind === 'hdlc') this.plan.set(this.hdlcSettings(event.baud));
  }

  private hdlcSettings(baud: number): SerialPortSettings {
    return this.meter.parts.policy.hdlcFormat() === '8N1' ? eightNoneOne(baud) : sevenEvenOne(baud);
  }

  /** The last link is down and its UA has left: back to 300 baud (iec62056-21.md 7). */
  private endSession(now: Instant): void {
    if (!this.wasLinked || this.hasLinks || this.signOn.state !== 'hdlc') return;
    this.wasLinked = false;
    this.signOn.hdlcEnded(now);
    for (const event of this.signOn.takeEvents()) this.obey(event);
  }
}
