import type { Instant } from '#time/clock';
import type { SerialEndpoint, SerialEndpointConnection } from '#transport/serial-endpoint';
import { eightNoneOne, type SerialPortSettings } from '#transport/serial-port-settings';

/** What a scripted far end does with what it receives. */
export type Script = (connection: ScriptedConnection, octets: Uint8Array, now: Instant) => void;

export const echoing: Script = (connection, octets) => connection.say(octets);

/** A far end of a line that does what a test says, and remembers what happened to it. */
export class ScriptedEndpoint implements SerialEndpoint {
  readonly connections: ScriptedConnection[] = [];
  accepts = true;
  private readonly script: Script;
  private readonly settings: SerialPortSettings;

  constructor(script: Script = echoing, settings: SerialPortSettings = eightNoneOne(9600)) {
    this.script = script;
    this.settings = settings;
  }

  connect(): ScriptedConnection | undefined {
    if (!this.accepts) return undefined;
    const connection = new ScriptedConnection(this.script, this.settings);
    this.connections.push(connection);
    return connection;
  }

  /** Everything received on the connection, as text of single octets. */
  heard(index = 0): number[] {
    return this.connections[index]?.heard ?? [];
  }
}

export class ScriptedConnection implements SerialEndpointConnection {
  closed: 'fin' | 'rst' | undefined;
  deadline: Instant | undefined;
  settings: SerialPortSettings;
  readonly heard: number[] = [];
  readonly heardAt: Instant[] = [];
  /** when each octet or datagram came, in the lengths it came in */
  readonly lengths: number[] = [];
  readonly sentAt: Instant[] = [];
  isLost = false;
  onSent: (() => void) | undefined;
  private due: Uint8Array | undefined;
  private output: Uint8Array[] = [];
  private readonly script: Script;

  constructor(script: Script, settings: SerialPortSettings) {
    this.script = script;
    this.settings = settings;
  }

  say(octets: Uint8Array): void {
    this.output.push(octets);
  }

  sayAt(when: Instant, octets: Uint8Array): void {
    this.deadline = when;
    this.due = octets;
  }

  receive(octets: Uint8Array, now: Instant): void {
    this.heard.push(...octets);
    this.heardAt.push(now);
    this.lengths.push(octets.length);
    this.script(this, octets, now);
  }

  end(): void {}

  lost(): void {
    this.isLost = true;
  }

  sent(now: Instant): void {
    this.sentAt.push(now);
    this.onSent?.();
  }

  tick(now: Instant): void {
    if (this.deadline === undefined || now < this.deadline) return;
    this.deadline = undefined;
    if (this.due !== undefined) this.say(this.due);
  }

  takeOutput(): readonly Uint8Array[] {
    return this.output.splice(0);
  }
}
