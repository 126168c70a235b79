import { describe, expect, it } from 'vitest';
import type { Data } from '#dlms/codec/data';
import { nullData, octetString, structure, unsigned } from '#dlms/codec/data-values';
import { encodeDateTime } from '#dlms/codec/date-time';
import { type EventLogView, examineKept, examineLogged, type LogTrial } from '#procedures/event-log';

const REFUSED = 90;
const OTHER = 40;

/** 2026-11-22 11:02 and so many seconds, local time. */
function at(second: number, deviation: number | undefined = -60): Data {
  const date = { year: 2026, month: 11, dayOfMonth: 22, dayOfWeek: 7 };
  const time = { hour: 11, minute: 2, second, hundredths: 0 };
  return octetString(encodeDateTime({ ...date, ...time, deviation, clockStatus: 0 }));
}

function log(...rows: readonly (readonly [time: Data, code: number])[]): EventLogView {
  return { rows: rows.map(([time, code]) => structure(time, unsigned(code))), timeAt: 0, codeAt: 1 };
}

function faultsOf(before: EventLogView, after: EventLogView, trial: Partial<LogTrial> = {}): readonly string[] {
  return examineLogged({ before, after, from: at(10), to: at(12), ...trial }, REFUSED, 'the try').faults;
}

describe('an event that is to be logged', () => {
  const old = [
    [at(1), OTHER],
    [at(2), REFUSED],
  ] as const;

  it('is one new row with its code, between the two readings of the clock', () => {
    expect(faultsOf(log(...old), log(...old, [at(11), REFUSED]))).toEqual([]);
    expect(faultsOf(log(), log([at(10), REFUSED]))).toEqual([]);
  });

  it('may come with events of other kinds, and into a log that is full', () => {
    expect(faultsOf(log(...old), log(...old, [at(10), OTHER], [at(11), REFUSED]))).toEqual([]);
    expect(faultsOf(log(...old), log([at(2), REFUSED], [at(11), REFUSED]))).toEqual([]);
  });

  it('is missing, or there twice', () => {
    expect(faultsOf(log(...old), log(...old))).toEqual(['the try is in the event log 0 times, expected once']);
    expect(faultsOf(log(...old), log(...old, [at(11), OTHER]))).toHaveLength(1);
    const twice = log(...old, [at(11), REFUSED], [at(11), REFUSED]);
    expect(faultsOf(log(...old), twice)).toEqual(['the try is in the event log 2 times, expected once']);
  });

  it('has a time that is right within two seconds', () => {
    expect(faultsOf(log(), log([at(8), REFUSED]))).toEqual([]);
    expect(faultsOf(log(), log([at(14), REFUSED]))).toEqual([]);
    expect(faultsOf(log(), log([at(7), REFUSED]))).toEqual([
      'the try is logged 1 s too early for the clock of the meter',
    ]);
    expect(faultsOf(log(), log([at(15), REFUSED]))).toEqual([
      'the try is logged 1 s too late for the clock of the meter',
    ]);
    expect(faultsOf(log(), log([at(11, 0), REFUSED]))[0]).toContain('too late');
    expect(faultsOf(log(), log([nullData, REFUSED]))).toEqual(['the try is logged without its time']);
  });

  it('cannot be judged where the log was not to be read', () => {
    expect(faultsOf(log(), log(), { after: undefined })).toEqual(['the event log could not be read']);
  });
});

describe('a log that is to be kept', () => {
  it('has everything that it had', () => {
    const before = log([at(1), REFUSED], [at(2), OTHER]);
    expect(examineKept(before, log([at(1), REFUSED], [at(2), OTHER], [at(5), REFUSED])).faults).toEqual([]);
    expect(examineKept(before, log([at(5), REFUSED])).faults).toEqual(['2 of 2 entries are gone from the event log']);
    expect(examineKept(log(), log()).faults).toEqual(['there was nothing in the event log']);
    expect(examineKept(before, undefined).faults).toHaveLength(1);
  });
});
