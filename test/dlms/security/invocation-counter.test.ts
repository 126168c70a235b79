import { describe, expect, it } from 'vitest';
import { LocalProtocolError } from '#dlms/errors';
import { LAST_COUNTER, ReceiveCounter, SendCounter } from '#dlms/security/invocation-counter';

describe('SendCounter', () => {
  it('starts at 0 with a new key and never gives a value twice', () => {
    const counter = new SendCounter();
    expect([counter.take(), counter.take(), counter.take(), counter.next]).toEqual([0, 1, 2, 3]);
  });

  it('goes on from where it was left', () => {
    expect(new SendCounter(0x80000000).take()).toBe(0x80000000);
  });

  it('refuses the last value for ever', () => {
    const counter = new SendCounter(LAST_COUNTER - 1);
    expect(counter.take()).toBe(0xfffffffe);
    expect(() => counter.take()).toThrow(LocalProtocolError);
    expect(() => counter.take()).toThrow(LocalProtocolError);
    expect(counter.next).toBe(0xffffffff);
  });

  it('skips forward and stays, but does not go back', () => {
    const counter = new SendCounter(5);
    counter.skipTo(5);
    counter.skipTo(1000);
    expect(() => counter.skipTo(999)).toThrow(LocalProtocolError);
    expect(counter.take()).toBe(1000);
  });

  it.each([-1, 1.5, 0x100000000, Number.NaN])('cannot stand at %d', (value) => {
    expect(() => new SendCounter(value)).toThrow(LocalProtocolError);
    expect(() => new SendCounter().skipTo(value)).toThrow(LocalProtocolError);
    expect(() => new ReceiveCounter(value)).toThrow(LocalProtocolError);
  });
});

describe('ReceiveCounter', () => {
  it('refuses what it has accepted, and what lies before it', () => {
    const counter = new ReceiveCounter();
    counter.accept(7);
    expect([5, 6, 7, 8].map((value) => counter.isFresh(value))).toEqual([false, false, false, true]);
    expect(counter.lowest).toBe(8);
  });

  it('accepts 0 once with a new key', () => {
    const counter = new ReceiveCounter();
    expect(counter.isFresh(0)).toBe(true);
    counter.accept(0);
    expect(counter.isFresh(0)).toBe(false);
  });

  it('does not advance by asking', () => {
    const counter = new ReceiveCounter(3);
    counter.isFresh(100);
    expect(counter.lowest).toBe(3);
  });

  it('allows gaps up to the last value but one', () => {
    const counter = new ReceiveCounter(1);
    expect(counter.isFresh(0xfffffffe)).toBe(true);
    counter.accept(0xfffffffe);
    expect([0, 1, 0xfffffffe, 0xffffffff].filter((value) => counter.isFresh(value))).toEqual([]);
  });

  it('never holds the last value for fresh', () => {
    expect(new ReceiveCounter().isFresh(LAST_COUNTER)).toBe(false);
    expect(new ReceiveCounter(LAST_COUNTER).isFresh(LAST_COUNTER)).toBe(false);
  });

  it('does not go back, whatever it is told to accept', () => {
    const counter = new ReceiveCounter(10);
    counter.accept(3);
    expect(counter.lowest).toBe(10);
    counter.accept(LAST_COUNTER);
    expect(counter.lowest).toBe(10);
  });
});
