import { describe, expect, it } from 'vitest';
import type { HdlcDecisions } from '#dlms/link/hdlc/decisions/hdlc-decisions';
import type { SecondarySettings } from '#dlms/link/hdlc/secondary-station';
import { command, response } from './bench-frame';
import { type Application, BenchMeter } from './bench-meter';

/**
 * A decision that is taken otherwise, what the client sends, and what comes back to the last of it. Numbers among
 * what is said are milliseconds of silence.
 */
export interface Departure {
  readonly title: string;
  readonly decisions: Partial<HdlcDecisions>;
  readonly settings?: Partial<SecondarySettings>;
  readonly application?: Application;
  readonly says: readonly (string | number)[];
  readonly hears: readonly string[];
}

export const REQUEST = command(0x10, 'E6E600AA');
export const ANSWER = response(0x30, 'E6E700AA');
export const NOTHING: readonly string[] = [];
export const LIMITS = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 7, windowReceive: 7 };

/** Each departure shows, and a conforming station does not answer so. */
export function expectAllToShow(departures: readonly Departure[]): void {
  describe('a station that', () => {
    it.each(departures)('$title shows it', ({ decisions, settings, application, says, hears }) => {
      expect(lastAnswer(new BenchMeter(settings, decisions, application), says, hears)).toEqual(hears);
    });

    it.each(departures)('conforms answers otherwise than one that $title', ({ settings, application, says, hears }) => {
      expect(lastAnswer(new BenchMeter(settings, {}, application), says, hears)).not.toEqual(hears);
    });
  });
}

/** What comes back to the last thing said, as much of it as is expected. */
function lastAnswer(meter: BenchMeter, says: readonly (string | number)[], hears: readonly string[]): string[] {
  let answer: string[] = [];
  for (const said of says) answer = typeof said === 'number' ? meter.waits(said) : meter.hears(said);
  const isPrefix = hears.length === 1 && hears[0]?.endsWith('7E') === false && hears[0].length < 20;
  return isPrefix ? answer.map((frame) => frame.slice(0, hears[0]?.length)) : answer;
}
