import type { SignOnClientEvent } from '#dlms/link/optical/client-event';
import { type SignOnClientSettings, USUAL_CLIENT } from '#dlms/link/optical/client-settings';
import { type LineSpeed, transmissionMs } from '#dlms/link/optical/line-speed';
import type { MeterData } from '#dlms/link/optical/meter-data';
import type { SignOnServerEvent } from '#dlms/link/optical/server-event';
import { type SignOnServerSettings, USUAL_SERVER } from '#dlms/link/optical/server-settings';
import { SignOnClient } from '#dlms/link/optical/sign-on-client';
import { conformingSignOn, type SignOnDecisions } from '#dlms/link/optical/sign-on-decisions';
import { SignOnServer } from '#dlms/link/optical/sign-on-server';
import { ManualClock } from '#time/manual-clock';

export const LINES = [
  [{ address: '0.0.0', values: [{ value: '12345678', unit: undefined }] }],
  [{ address: '1.8.0', values: [{ value: '0012345.678', unit: 'kWh' }] }],
];

export const DATA: MeterData = {
  readout: () => LINES,
  operand: () => '12345678',
  password: (level) => (level === 'P1' ? '00000000' : 'A1B2C3D4'),
  isFree: (address) => address === '0.0.0',
  read: (_, address) =>
    address === '1.8.0' ? { address, values: [{ value: '0012345.678', unit: 'kWh' }] } : { error: 'ER04' },
  write: (_, address) => (address === '0.9.2' ? undefined : { error: 'ER05' }),
  execute: () => undefined,
};

export const IDENTIFICATION = { manufacturer: 'ABC', baudCharacter: '5', escapes: ['2'], text: 'SIM00000001' };

export interface Setting {
  readonly server?: Partial<SignOnServerSettings>;
  readonly client?: Partial<SignOnClientSettings>;
  readonly decisions?: Partial<SignOnDecisions>;
  readonly isEchoing?: boolean;
}

const START: LineSpeed = { baud: 300, format: '7E1' };

/** Both halves on one line, which spoils what is sent at one speed and heard at another. */
export class LineBetween {
  readonly clock = new ManualClock();
  readonly client: SignOnClient;
  readonly server: SignOnServer;
  readonly clientEvents: SignOnClientEvent[] = [];
  readonly serverEvents: SignOnServerEvent[] = [];
  readonly clientSent: Uint8Array[] = [];
  readonly serverSent: Uint8Array[] = [];
  private readonly isEchoing: boolean;
  private readonly isPaced: boolean;
  private clientSpeed = START;
  private serverSpeed = START;

  constructor({ server, client, decisions, isEchoing = false }: Setting = {}) {
    this.isEchoing = isEchoing;
    this.isPaced = client?.pace !== 'unpaced';
    this.client = new SignOnClient({ ...USUAL_CLIENT, ...client });
    const settings = { ...USUAL_SERVER, identification: IDENTIFICATION, ...server };
    this.server = new SignOnServer(settings, DATA, { ...conformingSignOn, ...decisions });
  }

  get now(): number {
    return this.clock.now();
  }

  /** Lets so many milliseconds pass, and everything happen in them. */
  run(ms: number): this {
    const end = this.now + ms;
    for (let turns = 0; turns < 100_000; turns++) {
      this.carry();
      const dues = [this.client.deadline, this.server.deadline, this.clock.nextDue];
      const due = Math.min(...dues.map((deadline) => deadline ?? Infinity));
      if (due > end) break;
      this.clock.advanceTo(due);
      this.client.tick(this.now);
      this.server.tick(this.now);
    }
    this.clock.advanceTo(end);
    return this;
  }

  kinds(): string[] {
    return this.clientEvents.map(({ kind }) => kind).filter((kind) => kind !== 'change-speed');
  }

  event<Kind extends SignOnClientEvent['kind']>(kind: Kind): Extract<SignOnClientEvent, { kind: Kind }> {
    const found = this.clientEvents.find(
      (event): event is Extract<SignOnClientEvent, { kind: Kind }> => event.kind === kind,
    );
    if (found === undefined) throw new Error(`no ${kind} among ${this.kinds().join(', ')}`);
    return found;
  }

  private carry(): void {
    this.note();
    for (const octets of this.client.takeOutput()) {
      this.clientSent.push(octets);
      if (this.isEchoing) this.client.receive(octets, this.now);
      this.send(octets, this.clientSpeed, (heard) => this.server.receive(this.spoilt(heard), this.now));
    }
    for (const octets of this.server.takeOutput()) {
      this.serverSent.push(octets);
      this.send(octets, this.serverSpeed, (heard) => this.client.receive(this.spoilt(heard), this.now));
    }
    this.note();
  }

  /** Each octet arrives when its last stop bit does. */
  private send(octets: Uint8Array, { baud }: LineSpeed, arrive: (octets: Uint8Array) => void): void {
    octets.forEach((octet, i) => {
      const after = this.isPaced ? transmissionMs(i + 1, baud) : 0;
      this.clock.at(this.now + after, () => arrive(Uint8Array.of(octet)));
    });
  }

  private note(): void {
    for (const event of this.client.takeEvents()) {
      this.clientEvents.push(event);
      if (event.kind === 'change-speed') this.clientSpeed = event;
    }
    for (const event of this.server.takeEvents()) {
      this.serverEvents.push(event);
      if (event.kind === 'change-speed') this.serverSpeed = event;
    }
  }

  private spoilt(octets: Uint8Array): Uint8Array {
    return this.clientSpeed.baud === this.serverSpeed.baud ? octets : octets.map(() => 0xff);
  }
}
