import { describe, expect, it } from 'vitest';
import { capabilitiesOf, howToDeclare, isPerClient } from '#support/requirements/capabilities';
import { clientOf, SIMULATOR, withClients, without } from './sample-rig';

const some = (name: string, rig = SIMULATOR) => capabilitiesOf(rig).has(name);
const of = (role: string, name: string) => capabilitiesOf(SIMULATOR, clientOf(role)).has(name);

describe('capabilities of a rig', () => {
  it.each([
    'tcp',
    'wrapper',
    'ln',
    'aa',
    'aa.public',
    'aa.multi',
    'aa.plain',
    'aa.oneContext',
    'aa.oneMechanism',
    'ld.multi',
    'auth.lls',
    'auth.hls',
    'auth.hls5',
    'sec',
    'sec.suite0',
    'sec.glo',
    'sec.dedicated',
    'sec.authenticated',
    'sec.policy',
    'sec.policyAe',
    'sec.icObject',
    'conf.get',
    'conf.selective',
    'tcp.inactivity',
    'hls.pendingTimeout',
    'test.write',
    'test.profile',
    'aa.preestablished',
  ])('%s follows from the simulator rig', (name) => {
    expect(some(name)).toBe(true);
  });

  it.each(['sn', 'udp', 'hdlc', 'sec.suite1', 'auth.hls7', 'conf.access', 'test.capture'])('%s does not', (name) => {
    expect(some(name)).toBe(false);
  });

  it('come from what it declares', () => {
    expect(some('rlrq')).toBe(true);
    expect(some('rlrq', { ...SIMULATOR, declares: new Set() })).toBe(false);
    expect(some('sec.authOnly')).toBe(true);
    expect(some('sec.authOnly', withClients('public', 'management'))).toBe(false);
  });

  it('go when what they follow from goes', () => {
    expect(some('aa.public', withClients('reading'))).toBe(false);
    expect(some('aa.multi', withClients('reading'))).toBe(false);
    expect(some('sec', withClients('public', 'reading'))).toBe(false);
    expect(some('sec.icObject', withClients('management'))).toBe(false);
    expect(some('tcp.inactivity', { ...SIMULATOR, meter: { ...SIMULATOR.meter, inactivitySeconds: 0 } })).toBe(false);
    expect(some('tcp.inactivity', without('meter', 'inactivitySeconds'))).toBe(false);
    expect(some('hls.pendingTimeout', without('meter', 'pendingAssociationSeconds'))).toBe(false);
    expect(some('test.profile', without('objects', 'profile'))).toBe(false);
    expect(some('test.write', without('objects', 'testAttribute'))).toBe(false);
    expect(some('test.write', { ...SIMULATOR, safety: { ...SIMULATOR.safety, allowWrites: false } })).toBe(false);
    expect(some('ld.multi', { ...SIMULATOR, meter: { ...SIMULATOR.meter, logicalDevices: [] } })).toBe(false);
  });

  it('are listed by name', () => {
    const list = capabilitiesOf(SIMULATOR).list();
    expect(list).toEqual([...list].sort());
    expect(list).toContain('sec.generalGlo');
    expect(list).not.toContain('sn');
  });
});

describe('capabilities of one client', () => {
  it('are its own where clients differ', () => {
    expect([of('reading', 'auth.lls'), of('management', 'auth.lls')]).toEqual([true, false]);
    expect([of('management', 'sec.policy'), of('maintenance', 'sec.policy')]).toEqual([true, false]);
    expect([of('maintenance', 'sec.authOnly'), of('management', 'sec.authOnly')]).toEqual([true, false]);
    expect([of('public', 'aa.oneMechanism'), of('reading', 'aa.oneMechanism')]).toEqual([false, true]);
    expect([of('public', 'conf.multiple'), of('reading', 'conf.multiple')]).toEqual([false, true]);
  });

  it('hold for the meter where clients cannot differ', () => {
    expect([of('reading', 'aa.public'), of('public', 'tcp'), of('public', 'ld.multi')]).toEqual([true, true, true]);
  });

  it('take what the rig declares of protection only with a ciphered context', () => {
    expect([of('management', 'sec.generalGlo'), of('reading', 'sec.generalGlo')]).toEqual([true, false]);
  });

  it('take what the rig declares of signatures only with a key to sign with', () => {
    const rig = { ...SIMULATOR, declares: new Set(['sec.generalSigning']) };
    const management = clientOf('management');
    const signing = { privateKey: new Uint8Array(32).fill(1) };
    const holds = (client: typeof management) => capabilitiesOf(rig, client).has('sec.generalSigning');
    expect([holds(management), holds({ ...management, keyPairs: { signing } })]).toEqual([false, true]);
  });

  it('follow from what the meter accepts besides', () => {
    const lenient = { ...clientOf('reading'), acceptsOtherContext: true, acceptsOtherMechanisms: true };
    expect(capabilitiesOf(SIMULATOR, lenient).has('aa.oneContext')).toBe(false);
    expect(capabilitiesOf(SIMULATOR, lenient).has('aa.oneMechanism')).toBe(false);
  });
});

describe('a name', () => {
  it('tells where it would be declared', () => {
    expect(howToDeclare('tcp.inactivity')).toBe('meter.inactivitySeconds above 0, with a transport of TCP');
    expect(howToDeclare('rlrq')).toBe('declares');
  });

  it('is known to differ from client to client or not', () => {
    expect([
      isPerClient('auth.lls'),
      isPerClient('sec.authOnly'),
      isPerClient('aa.public'),
      isPerClient('rlrq'),
    ]).toEqual([true, true, false, false]);
  });
});
