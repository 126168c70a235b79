import { describe, expect, it } from 'vitest';
import { fromHex, toSpacedHex } from '#dlms/codec/hex';
import { USUAL_SERVER } from '#dlms/link/optical/server-settings';
import { SignOnServer } from '#dlms/link/optical/sign-on-server';
import { DATA, IDENTIFICATION } from './line-between';

/** What a client sends, and what the meter answers, in the octets of iec62056-21.md. */
type Turn = readonly [string, string];

const SIGN_ON: Turn = ['2F 3F 21 0D 0A', '2F 41 42 43 35 5C 32 53 49 4D 30 30 30 30 30 30 30 31 0D 0A'];
const READOUT =
  '02 30 2E 30 2E 30 28 31 32 33 34 35 36 37 38 29 0D 0A 31 2E 38 2E 30 28 30 30 31 32 33 34 35 2E 36 37 38 2A 6B 57 68 29 0D 0A 46 2E 46 28 30 30 30 30 30 30 30 30 29 0D 0A 21 0D 0A 03 54';
const PROGRAMMING: readonly Turn[] = [
  SIGN_ON,
  ['06 30 35 31 0D 0A', '01 50 30 02 28 31 32 33 34 35 36 37 38 29 03 68'],
  ['01 50 31 02 28 30 30 30 30 30 30 30 30 29 03 61', '06'],
  [
    '01 52 31 02 31 2E 38 2E 30 28 29 03 5A',
    '02 31 2E 38 2E 30 28 30 30 31 32 33 34 35 2E 36 37 38 2A 6B 57 68 29 03 63',
  ],
  ['01 57 31 02 30 2E 39 2E 32 28 32 36 30 31 33 31 29 03 5A', '06'],
  ['01 45 32 02 31 28 30 29 03 76', '06'],
  ['01 42 30 03 71', ''],
];

const LINES = [...DATA.readout(), [{ address: 'F.F', values: [{ value: '00000000', unit: undefined }] }]];

/** Plays the client's octets to the meter, each after the answer to the one before. */
function answersOf(
  turns: readonly Turn[],
  data = { ...DATA, readout: () => LINES },
): { answers: string[]; speeds: string[] } {
  const settings = { ...USUAL_SERVER, identification: IDENTIFICATION, parity: 'line', pace: 'unpaced' } as const;
  const server = new SignOnServer(settings, data);
  const answers: string[] = [];
  let now = 0;
  for (const [sent] of turns) {
    server.receive(fromHex(sent.replace(/ /g, '')), now);
    const heard: Uint8Array[] = [];
    for (const end = now + 1000; now < end; now += 20) {
      while (server.deadline !== undefined && server.deadline <= now) server.tick(now);
      heard.push(...server.takeOutput());
    }
    answers.push(heard.map(toSpacedHex).join(' '));
  }
  const speeds = server
    .takeEvents()
    .flatMap((event) => (event.kind === 'change-speed' ? [`${event.baud} ${event.format}`] : []));
  return { answers, speeds };
}

describe('the dialogues of the reference, octet by octet', () => {
  it.each<[string, readonly Turn[], readonly string[]]>([
    ['a readout at 300 baud', [SIGN_ON, ['06 30 30 30 0D 0A', READOUT]], []],
    ['a readout at 9600 baud', [SIGN_ON, ['06 30 35 30 0D 0A', READOUT]], ['9600 7E1']],
    ['a readout that is asked for again', [SIGN_ON, ['06 30 30 30 0D 0A', READOUT], ['15', READOUT]], []],
    ['programming mode', PROGRAMMING, ['9600 7E1', '300 7E1']],
    ['mode E', [SIGN_ON, ['06 32 35 32 0D 0A', '06 32 35 32 0D 0A']], ['9600 7E1', '9600 8N1']],
  ])('%s', (_, turns, speeds) => {
    const played = answersOf(turns);
    expect(played.answers).toEqual(turns.map(([, answer]) => answer));
    expect(played.speeds).toEqual(speeds);
  });

  it('an empty readout', () => {
    const { answers } = answersOf([SIGN_ON, ['06 30 30 30 0D 0A', '']], { ...DATA, readout: () => [] });
    expect(answers[1]).toBe('02 21 0D 0A 03 25');
  });
});
