import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { loadRig } from '#rig/load-rig';
import { complaint, fileHolding, loadText, simulatorRig, tcpRig } from './rig-folder';

const KEY = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';
const OTHER = '0F1E2D3C4B5A69788796A5B4C3D2E1F0';

const managementClient = `  public: { sap: 16 }
  management:
    sap: 1
    authentication: hls-gmac
    keys:
      guek: env:GUEK
      gak: env:GAK
`;

describe('a rig of few lines', () => {
  const rig = loadText(tcpRig());

  it('has defaults for what it does not say', () => {
    expect(rig.transport).toEqual({ kind: 'tcp', framing: 'wrapper', host: 'meter.test', port: 4059 });
    expect(rig.timeouts).toEqual({ connectMs: 5000, responseMs: 5000, intraMessageMs: 5000, recoveryMs: 60000 });
    expect(rig.meter).toEqual({ logicalDevices: [] });
    expect(rig.objects).toEqual({ clock: { classId: 8, logicalName: '0-0:1.0.0.255', attributeId: 2 } });
    expect(rig.clients.get('public')).toEqual({
      role: 'public',
      ...{ sap: 16, server: 1, authentication: 'none', ciphered: false, suite: 0, protection: 'none', policy: 'none' },
      ...{ dedicatedKey: false, maxPduSize: 1024, conformance: new Set(['get']), declares: new Set() },
    });
  });

  it('permits nothing', () => {
    expect(Object.values(rig.safety)).toEqual([false, false, false, false, false, false]);
  });

  it('takes a field whose rows are all commented out as absent', () => {
    expect(loadText(tcpRig('objects:\n  # profile: x\nmeter:\n')).objects.profile).toBeUndefined();
  });
});

describe('a client with keys', () => {
  const { clients } = loadText(tcpRig('', managementClient), { GUEK: KEY, GAK: OTHER });
  const management = clients.get('management');

  it('uses a ciphered context with authenticated encryption', () => {
    expect(management).toMatchObject({ ciphered: true, protection: 'authenticated-encryption', policy: 'none' });
  });

  it('has the keys that the environment holds', () => {
    expect(management?.keys).toEqual({ guek: fromHex(KEY), gak: fromHex(OTHER) });
  });

  it('has a system title of its own SAP', () => {
    expect(toHex(management?.systemTitle ?? new Uint8Array())).toBe('434C490000000001');
  });

  it('may keep a plain context', () => {
    const rig = loadText(tcpRig('', `${managementClient}    context: plain\n`), { GUEK: KEY, GAK: OTHER });
    expect(rig.clients.get('management')).toMatchObject({ ciphered: false, protection: 'none' });
  });

  it('takes longer keys in suite 2', () => {
    const text = tcpRig('', `${managementClient}    suite: 2\n`);
    expect(loadText(text, { GUEK: KEY + KEY, GAK: OTHER + OTHER }).clients.get('management')?.keys?.guek).toHaveLength(
      32,
    );
    expect(complaint(text, { GUEK: KEY, GAK: OTHER })).toBe(
      'rig.yaml:10:7: clients.management.keys.guek: is 16 octets long, expected 32 in suite 2',
    );
  });
});

describe('text that looks like a number', () => {
  it('is kept where text is meant', () => {
    const { meter } = loadText(tcpRig('meter: { systemTitle: 0042430000000001, logicalDeviceName: 0123 }'));
    expect(meter.systemTitle).toEqual(fromHex('0042430000000001'));
    expect(meter.logicalDevices).toEqual([{ sap: 1, name: '0123' }]);
  });
});

describe('objects', () => {
  it('become descriptors and values', () => {
    const { objects } = loadText(
      tcpRig(`objects:
  testAttribute: { attribute: 1/0-0:96.13.0.255/2, values: ['visible-string:"a b"', 'octet-string:0aFF'] }
  testMethod: { method: 9/0-0:10.0.0.255/1, parameters: 'long-unsigned:1', counter: 1/0-0:96.15.0.255/2 }
  unreadableAttribute: 15/0-0:40.0.0.255/-7`),
    );
    expect(objects.testAttribute?.values).toEqual([
      { type: 'visible-string', value: 'a b' },
      { type: 'octet-string', value: new Uint8Array([0x0a, 0xff]) },
    ]);
    expect(objects.testMethod?.method).toEqual({ classId: 9, logicalName: '0-0:10.0.0.255', methodId: 1 });
    expect(objects.unreadableAttribute?.attributeId).toBe(-7);
  });
});

describe('a wrong field is named with its line', () => {
  it.each([
    ['an unknown field', tcpRig('metre: {}'), 'rig.yaml:6:1: metre: unknown field, did you mean "meter"?'],
    [
      'an unknown field far down',
      tcpRig('', '  public:\n    sap: 16\n    sapp: 1'),
      'rig.yaml:7:5: clients.public.sapp: unknown field, did you mean "sap"?',
    ],
    [
      'a misspelt field rather than the one that it should be',
      tcpRig('', '  public:\n    spa: 16'),
      'rig.yaml:6:5: clients.public.spa: unknown field, did you mean "sap"? (and 1 more)',
    ],
    ['a missing field', tcpRig('', '  public: {}'), 'rig.yaml:5:3: clients.public.sap: is missing, expected a number'],
    [
      'a wrong type',
      tcpRig('timeouts:\n  responseMs: soon'),
      'rig.yaml:7:3: timeouts.responseMs: wrong type, expected a number',
    ],
    [
      'a number out of range',
      tcpRig('', '  public: { sap: 70000 }'),
      'rig.yaml:5:13: clients.public.sap: too big, expected at most 65535',
    ],
    [
      'an unknown word',
      tcpRig('', '  public: { sap: 16, authentication: high }'),
      'rig.yaml:5:22: clients.public.authentication: unknown value, expected none, low, hls-vendor, hls-md5, hls-sha1, hls-gmac, hls-sha256, hls-ecdsa',
    ],
    [
      'an unknown conformance bit',
      tcpRig('conformance:\n  - get\n  - gett'),
      'rig.yaml:8:5: conformance.1: unknown value',
    ],
    [
      'a kind of transport that there is not',
      tcpRig().replace('tcp', 'modem'),
      'rig.yaml:3:14: transport.kind: unknown kind, expected tcp, udp, serial, optical, rfc2217 or simulator',
    ],
    [
      'another version',
      tcpRig().replace('version: 1', 'version: 2'),
      'rig.yaml:1:1: version: unknown value, expected 1',
    ],
    [
      'an attribute in another form',
      tcpRig('objects:\n  profile: 1-0:99.1.0.255'),
      'rig.yaml:7:3: objects.profile: wrong form, expected class/obis/attribute, such as 1/0-0:96.1.0.255/2',
    ],
    [
      'an OBIS group above 255',
      tcpRig('objects:\n  profile: 7/1-0:99.256.0.255/2'),
      'rig.yaml:7:3: objects.profile: a number is out of its range',
    ],
    [
      'a value of no type',
      tcpRig(
        "objects:\n  testAttribute:\n    attribute: 1/0-0:96.13.0.255/2\n    values: ['unsigned:1', 'unsigned:256']",
      ),
      'rig.yaml:9:28: objects.testAttribute.values.1: not a value, expected',
    ],
    [
      'two devices at one SAP',
      tcpRig('meter:\n  logicalDeviceName: A\n  logicalDevices: [{ sap: 1, name: B }]'),
      'rig.yaml:8:3: meter.logicalDevices: SAP 1 has two names',
    ],
    [
      'no clients',
      tcpRig().replace('\n  public: { sap: 16 }', ' {}'),
      'rig.yaml:4:1: clients: expected at least one client',
    ],
    ['a field twice', tcpRig('', '  public: { sap: 16, sap: 17 }'), 'rig.yaml:5:22: not YAML: Map keys must be unique'],
    ['no map', 'hello', 'rig.yaml:1:1: expected a map of rig fields'],
    ['nothing', '', 'rig.yaml:1:1: expected a map of rig fields'],
    [
      'an unknown capability',
      tcpRig('declares:\n  - rlrq\n  - sec.generalGl'),
      'rig.yaml:8:5: declares.1: unknown capability sec.generalGl, did you mean "sec.generalGlo"?',
    ],
    [
      'a capability that other fields contradict',
      tcpRig('declares: [auth.lls]'),
      'rig.yaml:6:12: declares.0: auth.lls follows from a client with authentication: low, which is not given',
    ],
    [
      'a capability that contradicts its client',
      tcpRig('', '  public: { sap: 16, declares: [sec] }'),
      'rig.yaml:5:33: clients.public.declares.0: sec follows from a client with context: ciphered, which is not given',
    ],
    [
      'protected access without an attribute',
      tcpRig('declares: [sec.accessRights]'),
      'rig.yaml:1:1: objects.protectedAttribute: is missing',
    ],
    [
      'a deviation from no case',
      tcpRig('deviations:\n  - { case: ASC-99, reason: x }'),
      'rig.yaml:7:7: deviations.0.case: the catalogue has no case ASC-99',
    ],
    [
      'a deviation from a withdrawn case',
      tcpRig('deviations:\n  - { case: AUT-16, reason: x }'),
      'rig.yaml:7:7: deviations.0.case: the catalogue has no case AUT-16',
    ],
    [
      'low authentication without a password',
      tcpRig('', '  reading: { sap: 32, authentication: low }'),
      'rig.yaml:5:3: clients.reading.password: is missing',
    ],
    [
      'a password without authentication',
      tcpRig('', '  reading: { sap: 32, password: env:X }'),
      'rig.yaml:5:23: clients.reading.password: belongs to authentication: low',
    ],
    [
      'a protection without keys',
      tcpRig('', '  reading: { sap: 32, protection: encryption }'),
      'rig.yaml:5:23: clients.reading.protection: needs keys and context: ciphered',
    ],
    [
      'a ciphered context without keys',
      tcpRig('', '  reading: { sap: 32, context: ciphered }'),
      'rig.yaml:5:3: clients.reading.keys: is missing',
    ],
    [
      'HLS without keys',
      tcpRig('', '  reading: { sap: 32, authentication: hls-gmac }'),
      'rig.yaml:5:3: clients.reading.keys: is missing',
    ],
    [
      'a counter that nobody can read',
      tcpRig('', '  public: { sap: 16, invocationCounter: { object: 0-0:43.1.0.255, via: reading } }'),
      'rig.yaml:5:67: clients.public.invocationCounter.via: there is no client reading',
    ],
  ])('%s', (_, text, expected) => {
    const said = complaint(text);
    expect(said).toContain(expected);
    expect(said).not.toContain('\n');
  });

  it('as one that cannot be read', () => {
    expect(() => loadRig('nowhere/rig.yaml')).toThrow('nowhere/rig.yaml: cannot be read: ENOENT');
  });

  it('when the protection is weaker than the policy', () => {
    const text = tcpRig('', `${managementClient}    protection: authentication\n    policy: encryption\n`);
    expect(complaint(text, { GUEK: KEY, GAK: OTHER })).toContain(
      'rig.yaml:12:5: clients.management.protection: is weaker than the policy, expected encryption',
    );
  });
});

describe('extending another rig', () => {
  const base = fileHolding(tcpRig('meter: { flagId: ABC }\nsafety: { allowWrites: true }'), { name: 'base.yaml' });

  it('takes over what the file does not say', () => {
    const rig = loadText('extends: base.yaml\nname: heir\nsafety: {}');
    expect(rig.name).toBe('heir');
    expect(rig.meter.flagId).toBe('ABC');
    expect(rig.safety.allowWrites).toBe(false);
  });

  it('names the file in which the wrong field stands', () => {
    fileHolding(tcpRig('meter: { flagId: abc }'), { name: 'bad-base.yaml' });
    expect(complaint('extends: bad-base.yaml\nname: heir')).toContain(
      'bad-base.yaml:6:10: meter.flagId: wrong form, expected three capital letters',
    );
    expect(complaint('extends: base.yaml\nname: a b')).toContain('rig.yaml:2:1: name: wrong form');
  });

  it('ends where files extend one another', () => {
    fileHolding('extends: circle.yaml', { name: 'circle.yaml' });
    expect(complaint('extends: circle.yaml')).toContain(
      'circle.yaml: extends: the files extend one another in a circle',
    );
    expect(base).toContain('base.yaml');
  });
});

describe('what a rig warns of', () => {
  const env = { GUEK: '000102030405060708090A0B0C0D0E0F', GAK: KEY };

  it('is a well-known key on a real meter, named and not shown', () => {
    expect(loadText(tcpRig('', managementClient), env).warnings).toEqual([
      'clients.management.keys.guek is a well-known laboratory key',
    ]);
  });

  it('is a capability that no case can be tried by', () => {
    expect(loadText(simulatorRig('declares: [sec.compression]\n', managementClient), env).warnings).toEqual([
      'sec.compression is declared, but compression (V.44) is not built, so that SEC-44 cannot be tried',
    ]);
  });

  it('is nothing on a simulator or with keys of its own', () => {
    expect(loadText(simulatorRig('', managementClient), env).warnings).toEqual([]);
    expect(loadText(tcpRig('', managementClient), { GUEK: KEY, GAK: OTHER }).warnings).toEqual([]);
  });
});
