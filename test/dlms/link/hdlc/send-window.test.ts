import { describe, expect, it } from 'vitest';
import { cutIntoSegments } from '#dlms/link/hdlc/segmentation';
import { numberAfter, SendWindow } from '#dlms/link/hdlc/send-window';

function filled(octets: number): SendWindow {
  const window = new SendWindow();
  window.enqueue(
    cutIntoSegments(
      Uint8Array.from({ length: octets }, (_, index) => index),
      1,
    ),
  );
  return window;
}

const numbers = (window: SendWindow, size: number): number[] => window.fill(size).map(({ ns }) => ns);

describe('the send window', () => {
  it('sends new frames up to its size, and them again until they are acknowledged', () => {
    const window = filled(5);
    expect(numbers(window, 3)).toEqual([0, 1, 2]);
    expect(numbers(window, 3)).toEqual([0, 1, 2]);
    expect([window.va, window.vs, window.unacknowledged]).toEqual([0, 3, 3]);
    expect(window.acknowledge(2)).toBe(2);
    expect(numbers(window, 3)).toEqual([2, 3, 4]);
    expect(window.acknowledge(5)).toBe(3);
    expect([window.isEmpty, window.va, window.vs]).toEqual([true, 5, 5]);
  });

  it('keeps numbers with their octets over the wrap', () => {
    const window = filled(20);
    const sent: [number, number | undefined][] = [];
    while (!window.isEmpty) {
      const frames = window.fill(3);
      for (const { ns, information } of frames) sent.push([ns, information[0]]);
      window.acknowledge((window.va + frames.length) % 8);
    }
    expect(sent).toEqual(Array.from({ length: 20 }, (_, index) => [index % 8, index]));
  });

  it.each([
    [3, 0, [0, 1, 2, 3]],
    [3, 2, [2, 3]],
    [7, 0, [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('after %i frames, %i of them acknowledged, takes the numbers %s', (sent, acknowledged, valid) => {
    const window = filled(sent);
    window.fill(7);
    window.acknowledge(acknowledged);
    expect([0, 1, 2, 3, 4, 5, 6, 7].filter((nr) => window.isValid(nr))).toEqual(valid);
  });

  it('takes nothing but its own number before it has sent', () => {
    const window = new SendWindow();
    expect([0, 1, 2, 3, 4, 5, 6, 7].filter((nr) => window.isValid(nr))).toEqual([0]);
  });

  it('never has more than seven frames under way: an eighth number would be the first again', () => {
    expect(numbers(filled(20), 100)).toHaveLength(7);
  });

  it('does nothing for a number that is not valid', () => {
    const window = filled(2);
    window.fill(1);
    expect(window.acknowledge(2)).toBe(0);
    expect(window.unacknowledged).toBe(1);
  });

  it('starts anew', () => {
    const window = filled(5);
    window.fill(2);
    window.reset();
    expect([window.isEmpty, window.vs, window.va]).toEqual([true, 0, 0]);
  });

  it('counts modulo 8', () => {
    expect([numberAfter(0), numberAfter(6), numberAfter(7)]).toEqual([1, 7, 0]);
  });
});
