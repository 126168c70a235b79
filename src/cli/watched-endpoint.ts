import type { Instant } from '#time/clock';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import type { SerialEndpoint, SerialEndpointConnection } from '#transport/serial-endpoint';
import type { SerialPortSettings } from '#transport/serial-port-settings';

export type Watcher = (direction: 'C>M' | 'M>C', octets: Uint8Array) => void;

/** The same endpoint, with somebody looking at every piece that passes. */
export function watched(endpoint: Endpoint, watcher: Watcher): Endpoint {
  return {
    connect(now: Instant): EndpointConnection | undefined {
      const connection = endpoint.connect(now);
      return connection && new WatchedConnection(connection, watcher);
    },
  };
}

/** The same for the far end of a serial line. */
export function watchedSerial(endpoint: SerialEndpoint, watcher: Watcher): SerialEndpoint {
  return {
    connect(now: Instant): SerialEndpointConnection | undefined {
      const connection = endpoint.connect(now);
      return connection && new WatchedSerialConnection(connection, watcher);
    },
  };
}

class WatchedConnection<Inner extends EndpointConnection> implements EndpointConnection {
  protected readonly inner: Inner;
  private readonly watcher: Watcher;

  constructor(inner: Inner, watcher: Watcher) {
    this.inner = inner;
    this.watcher = watcher;
  }

  get deadline(): Instant | undefined {
    return this.inner.deadline;
  }

  get closed(): 'fin' | 'rst' | undefined {
    return this.inner.closed;
  }

  receive(octets: Uint8Array, now: Instant): void {
    this.watcher('C>M', octets);
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

  takeOutput(): readonly Uint8Array[] {
    const pieces = this.inner.takeOutput();
    for (const piece of pieces) this.watcher('M>C', piece);
    return pieces;
  }
}

class WatchedSerialConnection extends WatchedConnection<SerialEndpointConnection> implements SerialEndpointConnection {
  get settings(): SerialPortSettings {
    return this.inner.settings;
  }

  sent(now: Instant): void {
    this.inner.sent(now);
  }
}
