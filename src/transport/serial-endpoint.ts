import type { Instant } from '#time/clock';
import type { Endpoint, EndpointConnection } from './endpoint';
import { checkedSettings, type SerialPortSettings } from './serial-port-settings';

/** The far end of a serial line. Its one connection begins with the port and lasts until the port is closed. */
export interface SerialEndpoint extends Endpoint {
  connect(now: Instant): SerialEndpointConnection | undefined;
}

export interface SerialEndpointConnection extends EndpointConnection {
  /**
   * What the port shall be set to. The host looks at it each time before it takes output: new settings hold from then
   * on, for that output too, once everything taken before has left.
   */
  readonly settings: SerialPortSettings;
  /** Everything taken so far has left the port; settings may change now, output may be added. */
  sent(now: Instant): void;
}

/** An endpoint that knows nothing of serial lines (HDLC directly) behind a port that is never changed. */
export class SteadySerialEndpoint implements SerialEndpoint {
  private readonly endpoint: Endpoint;
  private readonly settings: SerialPortSettings;

  constructor(endpoint: Endpoint, settings: SerialPortSettings) {
    this.endpoint = endpoint;
    this.settings = checkedSettings(settings);
  }

  connect(now: Instant): SerialEndpointConnection | undefined {
    const connection = this.endpoint.connect(now);
    return connection && new SteadyConnection(connection, this.settings);
  }
}

class SteadyConnection implements SerialEndpointConnection {
  readonly settings: SerialPortSettings;
  private readonly inner: EndpointConnection;

  constructor(inner: EndpointConnection, settings: SerialPortSettings) {
    this.inner = inner;
    this.settings = settings;
  }

  get deadline(): Instant | undefined {
    return this.inner.deadline;
  }

  get closed(): 'fin' | 'rst' | undefined {
    return this.inner.closed;
  }

  receive(octets: Uint8Array, now: Instant): void {
    this.inner.receive(octets, now);
  }

  end(now: Instant): void {
    this.inner.end(now);
  }

  lost(now: Instant): void {
    this.inner.lost(now);
  }

  tick(now: Instant): void {
    this.inner.tick(now);
  }

  sent(): void {}

  takeOutput(): readonly Uint8Array[] {
    return this.inner.takeOutput();
  }
}
