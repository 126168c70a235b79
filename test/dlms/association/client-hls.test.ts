import { describe, expect, it } from 'vitest';
import { MECHANISMS, type Mechanism } from '#dlms/apdu/acse';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import type { AssociationSettings } from '#dlms/association/association-settings';
import { ClientAssociation } from '#dlms/association/client-association';
import { ClientSecurity } from '#dlms/association/client-security';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { SendCounter } from '#dlms/security/invocation-counter';
import { CLIENT_TITLE, CTOS, GAK, GUEK, SERVER_TITLE, STOC, vector } from '../security/golden-vectors';

const SECRET = vector('security', 'secret');
/** security.md 9.3: the titles of client and server change places in the examples of mechanism 7. */
const SIGNER = {
  systemTitle: SERVER_TITLE,
  serverTitle: CLIENT_TITLE,
  privateKey: fromHex('418073C239FA6125011DE4D6CD2E645780289F761BB21BFB0835CB5585E8B373'),
  serverKey: fromHex(
    '933ACF15B03A9248E029B2787FB52A0AECAF635F07C42A0019FB3197E38F8F549A125EA36781B0CA96BE89A0E1FE2CF9B7361ED48B3C5E24592B9C0F4EDD31D1',
  ),
  ctos: fromHex('11'.repeat(16) + '22'.repeat(16)),
  stoc: fromHex('33'.repeat(16) + '44'.repeat(16)),
};

function settings(mechanism: Mechanism, more: Partial<AssociationSettings> = {}): AssociationSettings {
  return {
    ...{ clientSap: 1, serverSap: 1, ciphered: false, mechanism, suite: 0, maxPduSize: 1024, dedicatedKey: false },
    ...{ conformance: new Set(['action'] as const), protection: undefined, systemTitle: CLIENT_TITLE },
    ...more,
  };
}

function associationOf(given: AssociationSettings): ClientAssociation {
  const security = new ClientSecurity({
    settings: given,
    globalCounter: new SendCounter(1),
    dedicatedCounter: () => new SendCounter(),
    random: (length) => new Uint8Array(length),
    secrets: { add: () => undefined },
  });
  return new ClientAssociation(given, security);
}

function pending(
  given: AssociationSettings,
  {
    ctos = CTOS,
    stoc = STOC,
    serverTitle = SERVER_TITLE,
  }: Partial<Record<'ctos' | 'stoc' | 'serverTitle', Uint8Array>> = {},
): ClientAssociation {
  const association = associationOf(given);
  association.openRequest({ challenge: ctos, dedicatedKey: new Uint8Array(16) });
  association.receive(
    encodeApdu({
      kind: 'AARE',
      applicationContextName: '2.16.756.5.8.1.1',
      result: 'accepted',
      diagnostic: { source: 'acse-service-user', value: 'authentication-required' },
      respondingApTitle: serverTitle,
      mechanismName: MECHANISMS[given.mechanism],
      respondingAuthenticationValue: stoc,
    }),
  );
  return association;
}

function answerOf(association: ClientAssociation): string {
  const apdu = decodeApdu(association.hlsRequest());
  if (apdu.kind !== 'action-request' || apdu.choice !== 'normal') return apdu.kind;
  return apdu.parameters?.type === 'octet-string' ? toHex(apdu.parameters.value) : 'nothing';
}

function passFour(answer: Uint8Array): Apdu {
  const outcome = { result: 'success', returnParameters: { data: { type: 'octet-string', value: answer } } } as const;
  return { kind: 'action-response', choice: 'normal', invokeIdAndPriority: 0xc1, outcome };
}

const SHARED: readonly [Mechanism, string, string, Partial<AssociationSettings>][] = [
  ['high-level-security-using-md5', 'md5_stoc', 'md5_ctos', { secret: SECRET }],
  ['high-level-security-using-sha-1', 'sha1_stoc', 'sha1_ctos', { secret: SECRET }],
  ['high-level-security-using-sha-256', 'sha256_stoc', 'sha256_ctos', { secret: SECRET }],
  ['high-level-security-using-gmac', 'gmac_stoc', 'gmac_ctos', { keys: { guek: GUEK, gak: GAK } }],
];

describe.each(SHARED)('%s', (mechanism, forStoc, forCtos, more) => {
  it('answers StoC as the example does', () => {
    expect(answerOf(pending(settings(mechanism, more)))).toBe(toHex(vector('security', forStoc)));
  });

  it('takes the f(CtoS) of the example', () => {
    const association = pending(settings(mechanism, more));
    expect(association.checkHlsReply(passFour(vector('security', forCtos)))).toBeUndefined();
    expect(association.state).toBe('associated');
  });

  it('takes none with one bit changed, none cut and none that is its own', () => {
    const right = vector('security', forCtos);
    for (let octet = 0; octet < right.length; octet++) {
      const wrong = right.map((value, at) => (at === octet ? value ^ 1 : value));
      // a counter of a token is part of what is verified
      expect(pending(settings(mechanism, more)).checkHlsReply(passFour(wrong))).toBeDefined();
    }
    expect(pending(settings(mechanism, more)).checkHlsReply(passFour(right.subarray(1)))).toBeDefined();
    const association = pending(settings(mechanism, more));
    expect(association.checkHlsReply(passFour(fromHex(answerOf(association))))).toBeDefined();
    expect(association.state).toBe('idle');
  });

  it('takes a StoC that equals its CtoS for a reflection', () => {
    const association = pending(settings(mechanism, more), { stoc: CTOS });
    expect(association.checkHlsReply(passFour(vector('security', forCtos)))).toContain('reflection');
  });
});

describe('high-level-security (2)', () => {
  const given = settings('high-level-security', { secret: SECRET, vendorFunction: 'aes-128-ecb' });

  it('answers by the named function', () => {
    expect(answerOf(pending(given))).toBe(toHex(vector('security', 'hls2_ecb')));
  });

  it('says what it lacks', () => {
    expect(() => answerOf(pending(settings('high-level-security', { secret: SECRET })))).toThrow(LocalProtocolError);
    expect(() => answerOf(pending(settings('high-level-security')))).toThrow('HLS secret');
  });
});

describe('high-level-security-using-ecdsa', () => {
  const { systemTitle, serverTitle, privateKey, serverKey, ctos, stoc } = SIGNER;
  const keyPairs = { signing: { privateKey } };
  const more = { suite: 1, systemTitle, keyPairs, serverKeys: { signing: serverKey } } as const;
  const given = settings('high-level-security-using-ecdsa', more);
  const open = () => pending(given, { ctos, stoc, serverTitle });

  it('proposes a challenge of 32 octets', () => {
    expect(open().challengeLength).toBe(32);
  });

  it('takes the signature of the example', () => {
    expect(open().checkHlsReply(passFour(vector('security', 'hls7_ctos')))).toBeUndefined();
  });

  it('takes neither its own signature nor one in DER length', () => {
    expect(open().checkHlsReply(passFour(vector('security', 'hls7_stoc')))).toContain('signing key of the meter');
    expect(open().checkHlsReply(passFour(new Uint8Array(70)))).toContain('70 octets, expected a signature R‖S of 64');
  });

  it('sends the certificate of its signing key, where it has one', () => {
    const certificate = Uint8Array.of(0x30, 0x00);
    const certified = settings('high-level-security-using-ecdsa', {
      ...more,
      keyPairs: { signing: { privateKey, certificate } },
    });
    const fresh = { challenge: ctos, dedicatedKey: new Uint8Array(16) };
    const aarqOf = (from: AssociationSettings) => {
      return decodeApdu(associationOf(from).openRequest(fresh));
    };
    expect(aarqOf(certified)).toMatchObject({ callingAeQualifier: certificate });
    expect(aarqOf(given)).not.toHaveProperty('callingAeQualifier');
  });
});

it('names the key that a rig lacks', () => {
  const { systemTitle, ctos, stoc, serverTitle } = SIGNER;
  const given = settings('high-level-security-using-ecdsa', { suite: 1, systemTitle });
  expect(() => pending(given, { ctos, stoc, serverTitle }).hlsRequest()).toThrow('signing key');
});
