import { describe, expect, it } from 'vitest';
import type { Rig, Safety } from '#rig/rig';
import { applicability } from '#support/requirements/applicability';
import { catalogue } from '#support/requirements/catalogue';
import { clientOf, SIMULATOR, without } from './sample-rig';

function judged(id: string, options: { rig?: Rig; role?: string; needs?: string[] } = {}) {
  const row = catalogue().find(id);
  if (row === undefined) throw new Error(`no case ${id}`);
  const rig = options.rig ?? SIMULATOR;
  const result = applicability(
    row,
    rig,
    options.role === undefined ? undefined : clientOf(options.role, rig),
    options.needs,
  );
  return result.applicable ? 'applicable' : `${result.capability} / ${result.reason}`;
}

function unsafe(flag: keyof Safety): Rig {
  return { ...SIMULATOR, safety: { ...SIMULATOR.safety, [flag]: false } };
}

describe('a case', () => {
  it('applies where its capabilities hold', () => {
    expect(judged('ASC-06')).toBe('applicable');
    expect(judged('SEC-08')).toBe('applicable');
    expect(judged('AUT-04')).toBe('applicable');
  });

  it('names the capability that is not declared', () => {
    expect(judged('REL-05')).toBe('hdlc / capability hdlc is not declared (transport.framing: hdlc)');
    expect(judged('SEC-08', { rig: { ...SIMULATOR, declares: new Set() } })).toBe(
      'sec.generalGlo / capability sec.generalGlo is not declared',
    );
  });

  it('names the field from which the capability would follow', () => {
    expect(judged('TMO-09', { rig: without('meter', 'inactivitySeconds') })).toBe(
      'tcp.inactivity / capability tcp.inactivity is not declared (meter.inactivitySeconds above 0, with a transport of TCP)',
    );
  });

  it('names each capability of which one would do', () => {
    expect(judged('ADR-09')).toBe(
      'hdlc.address2 | hdlc.address4 / capability hdlc.address2 is not declared (2 in hdlc.acceptsAddressBytes), capability hdlc.address4 is not declared (4 in hdlc.acceptsAddressBytes)',
    );
  });

  it('names the capability that excludes it', () => {
    expect(judged('ASC-40', { rig: { ...SIMULATOR, declares: new Set(['userlist']) } })).toBe(
      '!userlist / capability userlist is declared',
    );
  });

  it('is judged for the client that it is about', () => {
    expect(judged('AUT-04', { role: 'reading' })).toBe('applicable');
    expect(judged('SEC-25', { role: 'management' })).toBe('applicable');
    expect(judged('SEC-25', { role: 'maintenance' })).toBe(
      'sec.policy / capability sec.policy is not declared for the maintenance client (a client with a policy other than none)',
    );
    expect(judged('SEC-08', { role: 'public' })).toBe(
      'sec.generalGlo / capability sec.generalGlo is not declared for the public client',
    );
    expect(judged('REL-05', { role: 'public' })).toBe(
      'hdlc / capability hdlc is not declared (transport.framing: hdlc)',
    );
  });

  it.each([
    ['REL-10', 'allowWrites'],
    ['SEC-29', 'allowKeyChange'],
    ['AUT-04', 'allowLockout'],
  ] as const)('%s needs safety.%s', (id, flag) => {
    expect(judged(id)).toBe('applicable');
    expect(judged(id, { rig: unsafe(flag) })).toBe(`safety.${flag} / the rig does not set safety.${flag}`);
  });

  it('that is destructive needs the rig to say so even on a simulator', () => {
    expect(judged('TMO-14')).toBe('safety.allowImageActivation / the rig does not set safety.allowImageActivation');
  });

  it('needs the objects that its text calls for', () => {
    expect(judged('GET-09')).toBe('applicable');
    expect(judged('GET-09', { rig: without('objects', 'unreadableAttribute') })).toBe(
      'objects.unreadableAttribute / the rig names no objects.unreadableAttribute',
    );
  });

  it('may be narrowed by further needs', () => {
    expect(judged('ASC-06', { needs: ['rlrq'] })).toBe('applicable');
    expect(judged('ASC-06', { needs: ['rlrq', 'sn'] })).toBe('sn / capability sn is not declared');
    expect(judged('ASC-06', { role: 'public', needs: ['sec'] })).toContain(
      'capability sec is not declared for the public client',
    );
  });
});
