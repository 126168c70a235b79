import type { Instant } from '#time/clock';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';

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

class WatchedConnection implements EndpointConnection {
  private readonly inner: EndpointConnection;
  private readonly watcher: Watcher;

  constructor(inner: EndpointConnection, watcher: Watcher) {
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
