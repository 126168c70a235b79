import { describe, expect, it } from 'vitest';
import { decodeApdu } from '#dlms/apdu/apdu';
import { loadMeter } from '#simulator/load-meter';
import { Bench, PUBLIC, publicAarq, READING, readingAarq } from './bench';

const SUITE_1 = 'fixtures/meters/electricity-suite1.yaml';
const LOCKOUT_MS = 60_000;
const WRONG = new TextEncoder().encode('12345679');

/** Three wrong passwords lock a client of this meter out for a minute. */
function meter(): Bench {
  return new Bench({}, { model: loadMeter(SUITE_1) });
}

function opens(bench: Bench, callingAuthenticationValue?: Uint8Array): string {
  const fields = callingAuthenticationValue === undefined ? {} : { callingAuthenticationValue };
  return resultOf(bench.ask(READING, readingAarq({}, fields)));
}

function resultOf(reply: Uint8Array | undefined): string {
  const apdu = decodeApdu(reply ?? new Uint8Array(0));
  if (apdu.kind !== 'AARE') throw new Error(apdu.kind);
  return `${apdu.result} ${apdu.diagnostic.value}`;
}

function locksOut(bench: Bench): void {
  for (let time = 0; time < 3; time++) opens(bench, WRONG);
}

describe('a declared lock-out', () => {
  it('refuses the right password for the declared time, and not longer', () => {
    const bench = meter();
    locksOut(bench);
    bench.now = LOCKOUT_MS - 1;
    expect(opens(bench)).toBe('rejected-permanent authentication-failure');
    bench.now = LOCKOUT_MS;
    expect(opens(bench)).toBe('accepted null');
  });

  it('begins with the last of the declared failures and not before', () => {
    const bench = meter();
    opens(bench, WRONG);
    opens(bench, WRONG);
    expect(opens(bench)).toBe('accepted null');
    opens(bench, WRONG);
    opens(bench, WRONG);
    expect(opens(bench)).toBe('accepted null');
  });

  it('is not made longer by a try meanwhile, and the count starts anew after it', () => {
    const bench = meter();
    locksOut(bench);
    bench.now = LOCKOUT_MS / 2;
    opens(bench, WRONG);
    bench.now = LOCKOUT_MS;
    opens(bench, WRONG);
    expect(opens(bench)).toBe('accepted null');
  });

  it('locks nobody else out', () => {
    const bench = meter();
    locksOut(bench);
    expect(resultOf(bench.ask(PUBLIC, publicAarq()))).toBe('accepted null');
  });
});

describe('a meter that declares none', () => {
  it('lets the right password in after any number of wrong ones', () => {
    const bench = new Bench();
    for (let time = 0; time < 20; time++) opens(bench, WRONG);
    expect(opens(bench)).toBe('accepted null');
  });
});
