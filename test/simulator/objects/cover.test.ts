import { describe, expect, it } from 'vitest';
import type { CoverSettings } from '#simulator/model';
import { Cover } from '#simulator/objects/cover';
import { conforming, type MeterPolicy } from '#simulator/policy';

const PARAMETER = { classId: 1, logicalName: '1-0:0.4.2.255', attributeId: 2 } as const;
const CODES = { opened: 40, closed: 41, serviceAccessRefused: 90 };

function bench(policy: Partial<MeterPolicy> = {}) {
  const noted: [number, number][] = [];
  const log = {
    note: (code: number, at: number) => noted.push([code, at]),
    clear: () => noted.splice(0),
  };
  const settings: CoverSettings = { serviceParameters: [PARAMETER], codes: CODES, log };
  return { noted, cover: new Cover(settings, { ...conforming, ...policy }) };
}

describe('the terminal cover', () => {
  it('is closed at first, and logs when it is opened, closed and tried', () => {
    const { cover, noted } = bench();
    expect(cover.seen(0, 0)).toMatchObject({ isOpen: false, closedMsAgo: undefined, wasOpenMeanwhile: false });
    cover.open(10);
    cover.close(30);
    cover.seen(40, 0).refused();
    expect(noted).toEqual([
      [40, 10],
      [41, 30],
      [90, 40],
    ]);
  });

  it('tells how long it has been closed, and whether it was open in this association', () => {
    const { cover } = bench();
    cover.open(10);
    expect(cover.seen(15, 20)).toMatchObject({ isOpen: true, wasOpenMeanwhile: true });
    cover.close(30);
    expect(cover.seen(50, 20)).toMatchObject({ isOpen: false, closedMsAgo: 20, wasOpenMeanwhile: true });
    expect(cover.seen(50, 40)).toMatchObject({ isOpen: false, wasOpenMeanwhile: false });
  });

  it('guards writing its service parameters and nothing else', () => {
    const { guards } = bench().cover.seen(0, 0);
    const access = { classId: 1, logicalName: PARAMETER.logicalName, id: 2 };
    const rest = { clientSap: 1, serverSap: 1, association: {} as never };
    expect(guards({ ...access, ...rest, service: 'set' })).toBe(true);
    expect(guards({ ...access, ...rest, service: 'get' })).toBe(false);
    expect(guards({ ...access, ...rest, service: 'set', id: 1 })).toBe(false);
  });

  it('stays where it is over a loss of power, and so does the log', () => {
    const { cover, noted } = bench();
    cover.open(10);
    cover.restart();
    expect(cover.seen(20, 20).isOpen).toBe(true);
    expect(noted).toHaveLength(1);
  });

  it('guards nothing in a meter without service parameters', () => {
    const cover = new Cover(undefined, conforming);
    cover.open(0);
    const access = { service: 'set', classId: 1, logicalName: PARAMETER.logicalName, id: 2 } as const;
    expect(cover.seen(0, 0).guards({ ...access, clientSap: 1, serverSap: 1, association: {} as never })).toBe(false);
  });
});
