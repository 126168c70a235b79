import { describe, expect, it } from 'vitest';
import { EventQueue } from '#transport/event-queue';
import { octets } from './octets';

describe('a queue of events', () => {
  it('gives in order what was pushed, however much, and counts the octets held', () => {
    const queue = new EventQueue();
    const taken: number[] = [];
    for (let at = 0; at < 5000; at++) {
      queue.push({ kind: 'octets', octets: octets(1, 2), at });
      if (at % 3 === 0) taken.push(queue.shift()?.at ?? -1);
    }
    expect(queue.octetCount).toBe(2 * (5000 - taken.length));
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) taken.push(event.at);
    expect(taken).toEqual(Array.from({ length: 5000 }, (_, at) => at));
    expect(queue).toMatchObject({ isEmpty: true, octetCount: 0 });
  });

  it('calls one reader at each push until it lets go', () => {
    const queue = new EventQueue();
    let calls = 0;
    queue.onPush(() => calls++);
    queue.push({ kind: 'closed', by: 'fin', at: 0 });
    queue.onPush(undefined);
    queue.push({ kind: 'closed', by: 'fin', at: 0 });
    expect(calls).toBe(1);
  });
});
