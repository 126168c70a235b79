import type { ActionOutcome } from '#dlms/apdu/action';
import type { DataAccessResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { boolean, enumerated, integer, long, octetString, unsigned } from '#dlms/codec/data-values';
import { type CosemDateTime, decodeDateTime, encodeDateTime } from '#dlms/codec/date-time';
import type { Obis } from '#dlms/codec/obis';
import type { AccessContext, CosemObject } from '../model';
import { type CalendarSettings, givenMoment, isYearlyMoment, toUtc, type UtcMs } from './calendar-rules';
import type { MeterClock } from './meter-clock';
import { type Attribute, constant, knownClass, type Method, outcome, ServedObject, shows } from './served-object';

const INTERNAL_CRYSTAL = 1;
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

/** Clock (class 8) of the meter: shows it, sets it, adjusts it. */
export function clockObject(logicalName: Obis, clock: MeterClock): CosemObject {
  return new ServedObject(knownClass(8, 0), logicalName, {
    attributes: {
      2: { read: ({ now }) => ({ data: dateTimeOctets(clock.at(now)) }), write: setTime(clock) },
      3: setting(clock, ({ timeZone }) => long(timeZone), timeZoneFrom),
      4: shows(({ now }) => unsigned(clock.at(now).clockStatus ?? 0)),
      5: setting(clock, ({ dstBegin }) => dateTimeOctets(dstBegin), dstBeginFrom),
      6: setting(clock, ({ dstEnd }) => dateTimeOctets(dstEnd), dstEndFrom),
      7: setting(clock, ({ dstDeviation }) => integer(dstDeviation), dstDeviationFrom),
      8: setting(clock, ({ dstEnabled }) => boolean(dstEnabled), dstEnabledFrom),
      9: constant(enumerated(INTERNAL_CRYSTAL)),
    },
    methods: adjustments(clock),
  });
}

function dateTimeOctets(value: CosemDateTime): Data {
  return octetString(encodeDateTime(value));
}

function dateTimeIn(value: Data): CosemDateTime | undefined {
  return value.type === 'octet-string' ? decodeDateTime(value.value) : undefined;
}

function setTime(clock: MeterClock) {
  return (value: Data, { now }: AccessContext): DataAccessResult => {
    const utc = utcIn(value, clock);
    if (utc === undefined) return 'other-reason';
    clock.set(now, utc);
    return 'success';
  };
}

function utcIn(value: Data | undefined, clock: MeterClock): UtcMs | undefined {
  const given = value && dateTimeIn(value);
  const moment = given && given.hour !== undefined && given.minute !== undefined ? givenMoment(given) : undefined;
  return moment && toUtc(clock.settings, moment);
}

type Change = Partial<CalendarSettings>;

/** @param change what a written value changes; undefined: a value that makes no sense */
function setting(
  clock: MeterClock,
  show: (settings: CalendarSettings) => Data,
  change: (value: Data) => Change | undefined,
): Attribute {
  const write = (value: Data, { now }: AccessContext): DataAccessResult => {
    const changed = change(value);
    if (changed === undefined) return 'other-reason';
    clock.change(now, changed);
    return 'success';
  };
  return { ...shows(() => show(clock.settings)), write };
}

function timeZoneFrom(value: Data): Change | undefined {
  return value.type === 'long' ? { timeZone: value.value } : undefined;
}

function dstDeviationFrom(value: Data): Change | undefined {
  return value.type === 'integer' ? { dstDeviation: value.value } : undefined;
}

function dstEnabledFrom(value: Data): Change | undefined {
  return value.type === 'boolean' ? { dstEnabled: value.value } : undefined;
}

function dstBeginFrom(value: Data): Change | undefined {
  const dstBegin = dateTimeIn(value);
  return dstBegin && isYearlyMoment(dstBegin) ? { dstBegin } : undefined;
}

function dstEndFrom(value: Data): Change | undefined {
  const dstEnd = dateTimeIn(value);
  return dstEnd && isYearlyMoment(dstEnd) ? { dstEnd } : undefined;
}

interface Preset {
  readonly time: UtcMs;
  readonly from: UtcMs;
  readonly to: UtcMs;
}

/** Methods 1..6 (BB 4.5.1); the measuring period is the quarter of an hour. */
function adjustments(clock: MeterClock): Readonly<Record<number, Method>> {
  let preset: Preset | undefined;
  return {
    1: toNearest(clock, QUARTER),
    2: toNearest(clock, QUARTER),
    3: toNearest(clock, MINUTE),
    4: (_, { now }) => {
      const utc = clock.utc(now);
      if (preset === undefined || utc < preset.from || utc > preset.to) return outcome('other-reason');
      return setTo(clock, now, preset.time);
    },
    5: (parameters) => {
      const given = presetIn(parameters, clock);
      if (given === undefined) return outcome('other-reason');
      preset = given;
      return outcome('success');
    },
    6: (parameters, { now }) =>
      parameters.type === 'long'
        ? setTo(clock, now, clock.utc(now) + parameters.value * 1000)
        : outcome('type-unmatched'),
  };
}

function toNearest(clock: MeterClock, step: number): Method {
  return (_, { now }) => setTo(clock, now, Math.round(clock.utc(now) / step) * step);
}

function setTo(clock: MeterClock, now: number, utc: UtcMs): ActionOutcome {
  clock.set(now, utc);
  return outcome('success');
}

function presetIn(parameters: Data, clock: MeterClock): Preset | undefined {
  if (parameters.type !== 'structure') return undefined;
  const [time, from, to] = parameters.elements.map((element) => utcIn(element, clock));
  return time === undefined || from === undefined || to === undefined ? undefined : { time, from, to };
}
