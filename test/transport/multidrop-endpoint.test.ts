import { describe, expect, it } from 'vitest';
import { MultidropEndpoint } from '#transport/multidrop-endpoint';
import { octets } from './octets';
import { type Script, ScriptedEndpoint } from './scripted-endpoint';

/** Answers what begins with its address, with an octet that is nobody's address. */
const station = (address: number): Script => {
  return (connection, received) => {
    if (received[0] === address) connection.say(octets(0xa0 + address));
  };
};

const sayings = (pieces: readonly Uint8Array[]): number[][] => pieces.map((piece) => [...piece]);

describe('several meters on one line', () => {
  it('all hear the client, and each hears what the others say', () => {
    const [first, second] = [new ScriptedEndpoint(station(1)), new ScriptedEndpoint(station(2))];
    const line = new MultidropEndpoint([first, second]).connect(0);
    line.receive(octets(2), 5);
    expect(sayings(line.takeOutput())).toEqual([[0xa2]]);
    expect(first.heard()).toEqual([2, 0xa2]);
    expect(second.heard()).toEqual([2]);
  });

  it('tick when the first of them wants it', () => {
    const lazy: Script = (connection, received, now) => connection.sayAt(now + (received[0] ?? 0), received);
    const [first, second] = [new ScriptedEndpoint(lazy), new ScriptedEndpoint()];
    const line = new MultidropEndpoint([first, second]).connect(0);
    expect(line.deadline).toBeUndefined();
    line.receive(octets(7), 10);
    line.takeOutput();
    expect(line.deadline).toBe(17);
    line.tick(17);
    expect(sayings(line.takeOutput())).toEqual([[7]]);
  });

  it('stay on the line when one has closed its connection, and it begins another when it is spoken to', () => {
    const closing: Script = (connection, received) => {
      if (received[0] === 1) connection.closed = 'fin';
    };
    const [first, second] = [new ScriptedEndpoint(closing), new ScriptedEndpoint(station(2))];
    const line = new MultidropEndpoint([first, second]).connect(0);
    line.receive(octets(1), 1);
    line.takeOutput();
    expect(line.closed).toBeUndefined();
    line.receive(octets(2), 2);
    expect(sayings(line.takeOutput())).toEqual([[0xa2]]);
    expect(first.connections).toHaveLength(2);
  });

  it('are told when the line is lost', () => {
    const [first, second] = [new ScriptedEndpoint(), new ScriptedEndpoint()];
    new MultidropEndpoint([first, second]).connect(0).lost(1);
    expect([first, second].map(({ connections }) => connections[0]?.isLost)).toEqual([true, true]);
  });
});
