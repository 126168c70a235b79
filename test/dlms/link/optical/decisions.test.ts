import { describe, expect, it } from 'vitest';
import type { SignOnGoal } from '#dlms/link/optical/client-settings';
import { passwordCommand } from '#dlms/link/optical/command';
import type { SignOnDecisions } from '#dlms/link/optical/sign-on-decisions';
import { LineBetween } from './line-between';

function signedOn(goal: SignOnGoal, decisions: Partial<SignOnDecisions> = {}, client = {}): LineBetween {
  const line = new LineBetween({ decisions, client });
  line.client.signOn(goal, 0);
  return line.run(9000);
}

function lastFormat(line: LineBetween): unknown {
  return line.serverEvents.flatMap((event) => (event.kind === 'change-speed' ? [event.format] : [])).at(-1);
}

/** What a client sees of a meter that decides otherwise, beside what it sees of a right one. */
describe('a meter that decides otherwise is told from a right one', () => {
  it.each<[string, Partial<SignOnDecisions>, SignOnGoal, string[]]>([
    ['is deaf', { answersRequest: () => false }, { kind: 'identification' }, ['repeated', 'repeated', 'no-response']],
    [
      'never reads out unasked',
      { withoutOption: () => 'silence' },
      { kind: 'no-option' },
      ['identified', 'no-response'],
    ],
    ['stays at 300 Bd', { changesSpeed: () => false }, { kind: 'readout' }, ['identified', 'no-response']],
    [
      'sends a wrong BCC',
      {
        sentMessage: (octets, { kind }) =>
          kind === 'data' ? octets.map((o, i) => (i === octets.length - 1 ? o ^ 3 : o)) : octets,
      },
      { kind: 'readout' },
      ['identified', 'violation', 'repeated', 'violation', 'repeated', 'violation', 'given-up', 'signed-off'],
    ],
  ])('%s', (_, decisions, goal, kinds) => {
    expect(signedOn(goal).kinds()).not.toEqual(kinds);
    expect(
      signedOn(goal, decisions)
        .run(9000)
        .kinds()
        .filter((kind) => kind !== 'dropped'),
    ).toEqual(kinds);
  });

  it('does not change to 8N1 (NC-157)', () => {
    expect(lastFormat(signedOn({ kind: 'hdlc' }))).toBe('8N1');
    expect(lastFormat(signedOn({ kind: 'hdlc' }, { hdlcFormat: () => '7E1' }))).toBe('7E1');
  });

  it('returns what it receives (NC-027)', () => {
    const goal = { kind: 'identification' } as const;
    expect(signedOn(goal, { echoes: () => true }).kinds()).toContain('echo');
    expect(signedOn(goal).kinds()).not.toContain('echo');
  });

  it('compares the password by its beginning', () => {
    const opens = (decisions: Partial<SignOnDecisions>) => {
      const line = signedOn({ kind: 'programming' }, decisions);
      line.client.ask(passwordCommand('P1', '0000'), line.now);
      return line.run(3000).server.state;
    };
    expect(opens({})).toBe('locked');
    expect(opens({ acceptsLocalPassword: ({ given, wanted = '' }) => wanted.startsWith(given) })).toBe('programming');
  });

  it('ignores the break', () => {
    const stateAfterBreak = (decisions: Partial<SignOnDecisions>) => {
      const line = signedOn({ kind: 'programming' }, decisions);
      line.client.signOff(line.now);
      return line.run(3000).server.state;
    };
    expect([stateAfterBreak({}), stateAfterBreak({ obeysBreak: () => false })]).toEqual(['start', 'locked']);
  });
});

it('over a line without pace, parity or speed of its own, the same sign-on works', () => {
  const unpaced = { pace: 'unpaced', parity: 'line' } as const;
  const line = new LineBetween({ server: unpaced, client: unpaced });
  line.client.signOn({ kind: 'readout' }, 0);
  expect(line.run(5000).kinds()).toEqual(['identified', 'readout']);
});
