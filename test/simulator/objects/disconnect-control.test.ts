import { describe, expect, it } from 'vitest';
import { integer } from '#dlms/codec/data-values';
import { disconnectControlObject } from '#simulator/objects/disconnect-control';
import { Access } from './access';

const NAME = '0-0:96.3.10.255';

function stateAfter(mode: number, ...methods: readonly number[]): unknown {
  const { context } = new Access();
  const object = disconnectControlObject(NAME, mode);
  for (const method of methods) object.invoke(method, integer(0), context);
  const read = object.read(3, context);
  return 'data' in read && 'value' in read.data ? read.data.value : read;
}

/** BB 4.5.8: remote disconnect is b and c in every mode but 0; remote reconnect is a in 2 and 4, d in the others. */
describe('control modes', () => {
  it.each([
    [0, 1, 1],
    [1, 0, 2],
    [2, 0, 1],
    [3, 0, 2],
    [4, 0, 1],
    [5, 0, 2],
    [6, 0, 2],
  ])('%i: disconnected remotely in state %i, reconnected in state %i', (mode, disconnected, reconnected) => {
    expect(stateAfter(mode)).toBe(1);
    expect(stateAfter(mode, 1)).toBe(disconnected);
    expect(stateAfter(mode, 1, 2)).toBe(reconnected);
    expect(stateAfter(mode, 1, 2, 1)).toBe(disconnected);
    expect(stateAfter(mode, 2)).toBe(1);
  });

  it('0 says that it does not', () => {
    const { context } = new Access();
    expect(disconnectControlObject(NAME, 0).invoke(1, integer(0), context).result).toBe('read-write-denied');
  });
});
