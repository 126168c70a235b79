import { describe, expect, it } from 'vitest';
import { complaint, loadText } from './rig-folder';

function hdlcRig(hdlc: string, clients = '  public: { sap: 16 }'): string {
  return `version: 1\nname: bench-07\ntransport: { kind: serial, path: COM3 }\nclients:\n${clients}\nhdlc: ${hdlc}\n`;
}

describe('settings of HDLC', () => {
  it.each([
    ['no lower address', '{}', { addressBytes: 1, acceptsAddressBytes: [1], maxInfo: 128, window: 1 }],
    ['a short one', '{ serverLower: 17 }', { serverLower: 17, addressBytes: 2, acceptsAddressBytes: [2] }],
    ['a long one', '{ serverLower: 200 }', { serverLower: 200, addressBytes: 4, acceptsAddressBytes: [4] }],
    [
      'several lengths',
      '{ serverLower: 17, acceptsAddressBytes: [2, 4] }',
      { addressBytes: 2, acceptsAddressBytes: [2, 4] },
    ],
    [
      'a lower address that the client itself does not use',
      '{ serverLower: 17, addressBytes: 1, acceptsAddressBytes: [1, 2] }',
      { serverLower: 17, addressBytes: 1 },
    ],
    [
      'times of the meter',
      '{ window: 3, inactivitySeconds: 0, interOctetMs: 25 }',
      { window: 3, inactivitySeconds: 0, interOctetMs: 25 },
    ],
  ])('with %s', (_, text, expected) => {
    expect(loadText(hdlcRig(text)).hdlc).toMatchObject(expected);
  });

  it('tell of the line what the meter shares it with', () => {
    const { hdlc, declares } = loadText(
      hdlcRig('{ serverLower: 17, maxLinks: 1, otherLowers: [18], declares: [hdlc.calling] }'),
    );
    expect(hdlc).toMatchObject({ maxLinks: 1, otherLowers: [18] });
    expect([...declares]).toEqual(['hdlc.calling']);
    expect(complaint(hdlcRig('{ declares: [obj.8] }'))).toContain('hdlc.declares.0: unknown value');
  });

  it('say nothing of times that are not declared', () => {
    expect(loadText(hdlcRig('{}')).hdlc).toEqual({
      ...{ addressBytes: 1, acceptsAddressBytes: [1] },
      ...{ maxInfo: 128, window: 1 },
    });
  });
});

describe('HDLC addresses that cannot be used are refused', () => {
  it.each([
    ['a lower part in one octet', '{ serverLower: 17, addressBytes: 1 }', '6:9: hdlc.serverLower: is not used'],
    ['none in two octets', '{ addressBytes: 2 }', '6:1: hdlc.serverLower: is missing'],
    ['none where the meter takes two', '{ acceptsAddressBytes: [1, 2] }', 'hdlc.serverLower: is missing'],
    [
      'one too long',
      '{ serverLower: 200, addressBytes: 2 }',
      '6:9: hdlc.serverLower: does not fit, expected at most 127',
    ],
    ['a length that the meter does not take', '{ serverLower: 1, acceptsAddressBytes: [4] }', 'lacks 2, the length'],
    ['a length of three', '{ addressBytes: 3 }', 'hdlc.addressBytes: unknown value, expected 1, 2, 4'],
    ['a window of eight', '{ window: 8 }', 'hdlc.window: too big, expected at most 7'],
    ['a field of no use', '{ serverUpper: 1 }', 'hdlc.serverUpper: unknown field, did you mean "serverLower"?'],
  ])('%s', (_, text, expected) => {
    expect(complaint(hdlcRig(text))).toContain(expected);
  });

  it('a client beyond seven bits', () => {
    expect(complaint(hdlcRig('{}', '  public: { sap: 128 }'))).toBe(
      'rig.yaml:5:13: clients.public.sap: HDLC has client addresses up to 127',
    );
  });

  it('a logical device beyond what its octets hold', () => {
    const clients = '  public: { sap: 16, server: 300 }';
    expect(complaint(hdlcRig('{ serverLower: 17 }', clients))).toContain(
      'clients.public.server: does not fit, expected at most 127 with addressBytes: 2',
    );
    expect(loadText(hdlcRig('{ serverLower: 17, addressBytes: 4 }', clients)).hdlc.addressBytes).toBe(4);
  });

  it('any setting of it where the link is the wrapper', () => {
    const text = hdlcRig('{ maxInfo: 128 }').replace('kind: serial, path: COM3', 'kind: tcp, host: m');
    expect(complaint(text)).toBe(
      'rig.yaml:6:1: hdlc: is set, but the link is the wrapper: nothing of it would be used (transport.framing: hdlc)',
    );
    expect(loadText(text.replace('{ maxInfo: 128 }', '{}')).transport.framing).toBe('wrapper');
  });
});
