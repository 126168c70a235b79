import { describe, expect, it } from 'vitest';
import { type Aare, type Aarq, APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import type { InitiateRequest } from '#dlms/apdu/initiate';
import { fromHex, toHex } from '#dlms/codec/hex';
import {
  Bench,
  ciphered,
  deciphered,
  GET_NAME,
  hlsAarq,
  INITIATE,
  MAINTENANCE,
  MAINTENANCE_KEYS,
  MANAGEMENT,
  PUBLIC,
  publicAarq,
  READING,
  readingAarq,
  SERVER_TITLE,
} from './bench';

function aare(client: number, aarq: Aarq): Aare {
  const reply = new Bench().askFor(client, aarq);
  if (reply?.kind !== 'AARE') throw new Error(`no AARE but ${reply?.kind}`);
  return reply;
}

/** Result, diagnostic and user-information of the answer, in short. */
function answerTo(client: number, aarq: Aarq): string {
  const { result, diagnostic, userInformation } = aare(client, aarq);
  return [result, diagnostic.value, ...(userInformation ? [toHex(userInformation)] : [])].join(' ');
}

const withoutUnit = (aarq: Aarq): Aarq => {
  const { senderAcseRequirements: _, ...rest } = aarq;
  return rest;
};
const withoutMechanism = (aarq: Aarq): Aarq => {
  const { mechanismName: _, ...rest } = aarq;
  return rest;
};
const withoutValue = (aarq: Aarq): Aarq => {
  const { callingAuthenticationValue: _, ...rest } = aarq;
  return rest;
};
const password = (text: string) => new TextEncoder().encode(text);
const protectedInitiate = (initiate: Partial<InitiateRequest> = {}, control = 0x30) =>
  ciphered(encodeApdu({ ...INITIATE, ...initiate }), { counter: 1, control });
const maintenanceAarq = (userInformation: Uint8Array) =>
  hlsAarq(userInformation, { callingApTitle: fromHex('434C490000000002') });

describe('an AARQ', () => {
  it('of the golden kind is answered by a golden AARE', () => {
    // acse.md 9.1 with the conformance and PDU size of this meter
    const reply = new Bench().ask(PUBLIC, fromHex('601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0'));
    expect(toHex(reply ?? new Uint8Array(0))).toBe(
      '6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000101404000007',
    );
  });

  it('of a client with a password is answered without authentication fields', () => {
    const reply = aare(READING, readingAarq());
    expect([reply.result, reply.diagnostic.value]).toEqual(['accepted', 'null']);
    expect(Object.keys(reply)).not.toContain('mechanismName');
    expect(Object.keys(reply)).not.toContain('respondingApTitle');
  });

  it('of an HLS client is answered with title, mechanism and a challenge, and a protected InitiateResponse', () => {
    const reply = aare(MANAGEMENT, hlsAarq(protectedInitiate()));
    expect([reply.result, reply.diagnostic.value]).toEqual(['accepted', 'authentication-required']);
    expect(reply.respondingApTitle).toEqual(SERVER_TITLE);
    expect(reply.mechanismName).toBe(MECHANISMS['high-level-security-using-gmac']);
    expect(reply.respondingAuthenticationValue).toHaveLength(16);
    expect(reply.responderAcseRequirements?.octets[0]).toBe(0x80);
    const { plain, control, form } = deciphered(reply.userInformation ?? new Uint8Array(0));
    expect([plain[0], control, form]).toEqual([0x08, 0x30, 'glo']);
  });

  it('in general-glo-ciphering is answered in the same form', () => {
    const request = ciphered(encodeApdu(INITIATE), { counter: 1, form: 'general-glo' });
    const { userInformation } = aare(MANAGEMENT, hlsAarq(request));
    expect(deciphered(userInformation ?? new Uint8Array(0)).form).toBe('general-glo');
  });

  it('proposes more than is offered and gets what both have', () => {
    const reply = aare(READING, readingAarq({ proposedConformance: new Set(['get', 'selective-access', 'access']) }));
    const initiate = decodeApdu(reply.userInformation ?? new Uint8Array(0));
    expect(initiate).toMatchObject({ negotiatedConformance: new Set(['selective-access', 'get']) });
  });

  it('may name a user, and no other than one of the list', () => {
    const named = (callingAeInvocationId: number) => aare(READING, readingAarq({}, { callingAeInvocationId }));
    expect(named(7).result).toBe('accepted');
    expect(named(8)).toMatchObject({
      result: 'rejected-permanent',
      diagnostic: { value: 'calling-AE-invocation-identifier-not-recognized' },
    });
  });

  it('may carry fields that nobody uses', () => {
    const fields = {
      protocolVersion: { bits: 6, octets: Uint8Array.of(0x84) },
      calledApTitle: SERVER_TITLE,
      calledAeQualifier: Uint8Array.of(1),
      calledApInvocationId: 1,
      calledAeInvocationId: 2,
      callingApInvocationId: 3,
      callingAeInvocationId: 7,
    };
    expect(aare(READING, readingAarq({ proposedQualityOfService: 1 }, fields)).result).toBe('accepted');
  });

  it('may have lengths in the long form', () => {
    const octets = encodeApdu(publicAarq());
    const long = Uint8Array.of(0x60, 0x81, octets.length - 2, ...octets.subarray(2));
    expect(new Bench().askFor(PUBLIC, long)).toMatchObject({ kind: 'AARE', result: 'accepted' });
  });

  it('is ignored when it is cut anywhere', () => {
    const octets = encodeApdu(readingAarq());
    const bench = new Bench();
    for (let length = 1; length < octets.length; length++) {
      expect(bench.ask(READING, octets.subarray(0, length)), `cut to ${length}`).toBeUndefined();
    }
    expect(bench.askFor(READING, octets)).toMatchObject({ result: 'accepted' });
  });

  it('that asks for no answer gets none, and opens for unconfirmed services alone', () => {
    const bench = new Bench();
    expect(bench.ask(PUBLIC, publicAarq({ responseAllowed: false }))).toBeUndefined();
    expect(bench.ask(PUBLIC, GET_NAME)).toBeUndefined();
  });
});

describe('an AARQ is rejected', () => {
  const permanent = 'rejected-permanent';

  it.each<[string, number, Aarq, string]>([
    [
      'without protocol version 1',
      PUBLIC,
      publicAarq({}, { protocolVersion: { bits: 2, octets: Uint8Array.of(0x40) } }),
      'no-common-acse-version',
    ],
    ['of a client that is not known', 77, publicAarq(), 'no-reason-given'],
    [
      'with an undefined context',
      PUBLIC,
      publicAarq({}, { applicationContextName: '2.16.756.5.8.1.7' }),
      'application-context-name-not-supported',
    ],
    [
      'with a short-name context',
      PUBLIC,
      publicAarq({}, { applicationContextName: APPLICATION_CONTEXTS['short-name-referencing-no-ciphering'] }),
      'application-context-name-not-supported',
    ],
    [
      'with a ciphered context of a plain client',
      READING,
      readingAarq(
        {},
        {
          applicationContextName: APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering'],
          callingApTitle: SERVER_TITLE,
        },
      ),
      'application-context-name-not-supported',
    ],
    [
      'with a plain context of a ciphered client',
      MANAGEMENT,
      hlsAarq(encodeApdu(INITIATE), {
        applicationContextName: APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'],
      }),
      'application-context-name-not-supported',
    ],
    [
      'with a title of one octet',
      MANAGEMENT,
      hlsAarq(protectedInitiate(), { callingApTitle: Uint8Array.of(1) }),
      'calling-AP-title-not-recognized',
    ],
    [
      'with a title of ten octets',
      MANAGEMENT,
      hlsAarq(protectedInitiate(), { callingApTitle: fromHex('434C49000000000100FF') }),
      'calling-AP-title-not-recognized',
    ],
    ['with nothing to authenticate by', READING, publicAarq(), 'authentication-required'],
    ['without the functional unit', READING, withoutUnit(readingAarq()), 'authentication-required'],
    ['without a mechanism', READING, withoutMechanism(readingAarq()), 'authentication-mechanism-name-required'],
    [
      'with an undefined mechanism',
      READING,
      readingAarq({}, { mechanismName: '2.16.756.5.8.2.42' }),
      'authentication-mechanism-name-not-recognised',
    ],
    [
      'with a weaker mechanism',
      MANAGEMENT,
      hlsAarq(protectedInitiate(), { mechanismName: MECHANISMS['low-level-security'] }),
      'authentication-failure',
    ],
    [
      'with a password that is wrong in its last octet',
      READING,
      readingAarq({}, { callingAuthenticationValue: password('12345679') }),
      'authentication-failure',
    ],
    [
      'with a password that is too short',
      READING,
      readingAarq({}, { callingAuthenticationValue: password('1234567') }),
      'authentication-failure',
    ],
    [
      'with a password that goes on',
      READING,
      readingAarq({}, { callingAuthenticationValue: password('12345678\0') }),
      'authentication-failure',
    ],
    [
      'with an empty password',
      READING,
      readingAarq({}, { callingAuthenticationValue: new Uint8Array(0) }),
      'authentication-failure',
    ],
    ['without a password', READING, withoutValue(readingAarq()), 'authentication-failure'],
    [
      'with a challenge of 7 octets',
      MANAGEMENT,
      hlsAarq(protectedInitiate(), { callingAuthenticationValue: new Uint8Array(7) }),
      'authentication-failure',
    ],
    [
      'with a challenge of 65 octets',
      MANAGEMENT,
      hlsAarq(protectedInitiate(), { callingAuthenticationValue: new Uint8Array(65) }),
      'authentication-failure',
    ],
  ])('%s', (_what, client, aarq, diagnostic) => {
    expect(answerTo(client, aarq)).toBe(`${permanent} ${diagnostic}`);
  });

  it.each<[string, number, Aarq, string]>([
    ['DLMS version 5', PUBLIC, publicAarq({ proposedDlmsVersionNumber: 5 }), '0E010601'],
    ['no conformance', PUBLIC, publicAarq({ proposedConformance: new Set() }), '0E010602'],
    ['nothing that is offered', PUBLIC, publicAarq({ proposedConformance: new Set(['access']) }), '0E010602'],
    ['a PDU size of 11', PUBLIC, publicAarq({ clientMaxReceivePduSize: 11 }), '0E010603'],
    ['a dedicated key in a plain context', PUBLIC, publicAarq({ dedicatedKey: new Uint8Array(16) }), '0E010604'],
    ['what is no InitiateRequest', PUBLIC, publicAarq({}, { userInformation: fromHex('0000') }), '0E010600'],
    [
      'DLMS version 5 under protection',
      MANAGEMENT,
      hlsAarq(protectedInitiate({ proposedDlmsVersionNumber: 5 })),
      '0E010601',
    ],
    [
      'a dedicated key of 15 octets',
      MANAGEMENT,
      hlsAarq(protectedInitiate({ dedicatedKey: new Uint8Array(15) })),
      '0E010604',
    ],
    ['a plain InitiateRequest under a policy', MANAGEMENT, hlsAarq(encodeApdu(INITIATE)), '0E010604'],
    ['too little protection', MANAGEMENT, hlsAarq(protectedInitiate({}, 0x10)), '0E010604'],
    [
      'protection under a wrong key',
      MANAGEMENT,
      hlsAarq(ciphered(encodeApdu(INITIATE), { counter: 1, keys: MAINTENANCE_KEYS })),
      '0E010006',
    ],
    [
      'an InitiateRequest under the tag of another service',
      MANAGEMENT,
      hlsAarq(ciphered(encodeApdu(INITIATE), { counter: 1, serviceTag: 0xc0 })),
      '0E010006',
    ],
    [
      'a dedicated key in clear',
      MAINTENANCE,
      maintenanceAarq(encodeApdu({ ...INITIATE, dedicatedKey: new Uint8Array(16) })),
      '0E010604',
    ],
  ])('with a ConfirmedServiceError for %s', (_what, client, aarq, error) => {
    expect(answerTo(client, aarq)).toBe(`${permanent} no-reason-given ${error}`);
  });

  it('and nothing is served afterwards', () => {
    const bench = new Bench();
    bench.ask(READING, readingAarq({}, { callingAuthenticationValue: password('wrong') }));
    expect(toHex(bench.ask(READING, GET_NAME) ?? new Uint8Array(0))).toBe('D80101');
  });
});
