import { describe, expect, it } from 'vitest';
import { titleNameOf } from '#certificates/certificate-name';
import type { ActionOutcome } from '#dlms/apdu/action';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { CURVES, numberOf, octetsOf as octetsOfNumber } from '#dlms/security/elliptic-curve';
import { agreedKeyC2e0s } from '#dlms/security/key-agreement';
import { publicKeyOf } from '#dlms/security/key-pair';
import { signedKey, verifiedKey } from '#dlms/security/signed-key';
import { agreeKeys } from '#simulator/objects/key-agreement';
import { conforming } from '#simulator/policy';
import { elementsOf, octetsOf } from './access';
import { AsymmetricBench, CLIENT_TITLE, METER_TITLE } from './asymmetric';

const AGREE = 3;
const SUITES = [[1], [2]] as const;
const [GUEK, GAK, KEK] = [0, 2, 3];

function offer(keyId: number, data: Uint8Array): Data {
  return structure(enumerated(keyId), octetString(data));
}

function half(bench: AsymmetricBench, keyId: number, privateKey = ephemeral(bench)): Uint8Array {
  const curve = CURVES[bench.suite];
  return signedKey(curve, bench.privateKey('management-signing'), publicKeyOf(curve, privateKey), keyId);
}

function ephemeral({ suite }: AsymmetricBench): Uint8Array {
  return new Uint8Array(CURVES[suite].coordinateLength).fill(0x17);
}

function answers({ returnParameters }: ActionOutcome): { keyId: Data | undefined; data: Uint8Array }[] {
  const data = returnParameters !== undefined && 'data' in returnParameters ? returnParameters.data : undefined;
  return elementsOf(data).map((entry) => {
    const [keyId, value] = elementsOf(entry);
    return { keyId, data: octetsOf(value) };
  });
}

/** What the client derives of what the meter answered. */
function derived(bench: AsymmetricBench, data: Uint8Array, keyId: number, name: 'guek' | 'gak' | 'kek'): string {
  const curve = CURVES[bench.suite];
  const meter = publicKeyOf(curve, bench.privateKey('server-signing'));
  const publicKey = verifiedKey(curve, meter, data, keyId);
  if (publicKey === undefined) throw new Error('the meter has not signed its half');
  const { suite } = bench;
  const parties = { privateKey: ephemeral(bench), publicKey, titleU: CLIENT_TITLE, titleV: METER_TITLE };
  return toHex(agreedKeyC2e0s({ suite, ...parties }, name) ?? new Uint8Array());
}

describe('key_agreement', () => {
  it('gives the key of the Green Book (C.1) for its ephemeral keys', () => {
    const bench = new AsymmetricBench(1);
    const deV = fromHex('34A8C23A34DBB519D09B245754C85A6CFE05D14A063EFA5AA41545AA8241EFAE');
    const clientTitle = fromHex('4D4D4D0000BC614E');
    bench.keys.certificates.push(
      bench.certificate({
        subject: titleNameOf(clientTitle),
        publicKey: { suite: 1, octets: publicKeyOf(CURVES[1], bench.privateKey('management-signing')) },
      }),
    );
    const data = fromHex(
      '2914D60E10AB705F62ED6CC349D7CB99B9AB3F3978E59278C7AF595B3AF98794' +
        '1372DAB6D5AF1FA867E134167E6F23DE664A6693E05F43414611058D1B48F894' +
        '06F0607702AA0E2435A183E2F6B1ECD19629712E389A213610C03F77B2590860' +
        'EA840AF5C3FA1F2BCDF055D4744E9A01CE9A0E55026BCAA4EEBEB764CED64BB3',
    );
    // the meter makes the number of its random octets, modulo n-1, plus 1
    const random = () => concat(new Uint8Array(8), octetsOfNumber(numberOf(deV) - 1n, 32));
    const parties = { suite: 1, keys: bench.keys, policy: conforming, random, clientTitle } as const;
    const outcome = agreeKeys({ ...parties, ownTitle: fromHex('4D4D4D0000000001') }, array(offer(GUEK, data)));
    expect(outcome.result).toBe('success');
    expect(toHex(bench.keys.guek)).toBe('C5F4512846EDE51CFB8CCF59F08A694E');
    expect(toHex(answers(outcome)[0]?.data.subarray(0, 64) ?? new Uint8Array())).toMatch(
      /^95F41066009B185B.*DBFC638BA$/,
    );
  });

  it.each(SUITES)('agrees on a GUEK that both sides derive, in suite %i, and counts anew', (suite) => {
    const bench = new AsymmetricBench(suite);
    bench.keys.counters = { lowest: 7, next: 9 };
    const outcome = bench.call(AGREE, array(offer(GUEK, half(bench, GUEK))));
    const [answer] = answers(outcome);
    expect(answer?.keyId).toEqual(enumerated(GUEK));
    expect(toHex(bench.keys.guek)).toBe(derived(bench, answer?.data ?? new Uint8Array(), GUEK, 'guek'));
    expect(bench.keys.counters).toEqual({ lowest: 0, next: 0 });
  });

  it.each(SUITES)('agrees on several keys of one call, in suite %i, the KEK for wrapping', (suite) => {
    const bench = new AsymmetricBench(suite);
    const [gak, kek] = answers(bench.call(AGREE, array(offer(GAK, half(bench, GAK)), offer(KEK, half(bench, KEK)))));
    expect(toHex(bench.keys.gak)).toBe(derived(bench, gak?.data ?? new Uint8Array(), GAK, 'gak'));
    expect(toHex(bench.keys.kek ?? new Uint8Array())).toBe(derived(bench, kek?.data ?? new Uint8Array(), KEK, 'kek'));
    expect(toHex(gak?.data ?? new Uint8Array())).not.toBe(toHex(kek?.data ?? new Uint8Array()));
  });

  it.each([
    ['a signature with one bit changed', (_: AsymmetricBench, right: Uint8Array) => changed(right, right.length - 1)],
    ['an ephemeral key with one bit changed', (_: AsymmetricBench, right: Uint8Array) => changed(right, 0)],
    ['an octet too few', (_: AsymmetricBench, right: Uint8Array) => right.subarray(1)],
    ['a signature for another key_id', (bench: AsymmetricBench) => half(bench, GAK)],
    [
      'a signature of the key without its key_id',
      (bench: AsymmetricBench) => {
        const curve = CURVES[bench.suite];
        const publicKey = publicKeyOf(curve, ephemeral(bench));
        return signedKey(curve, bench.privateKey('management-signing'), publicKey, undefined);
      },
    ],
    [
      'a point that is not on the curve, rightly signed',
      (bench: AsymmetricBench, right: Uint8Array) => {
        const curve = CURVES[bench.suite];
        const point = changed(right.subarray(0, 2 * curve.coordinateLength), 2 * curve.coordinateLength - 1);
        return signedKey(curve, bench.privateKey('management-signing'), point, GUEK);
      },
    ],
    [
      'a signature of somebody else',
      (bench: AsymmetricBench) => {
        const curve = CURVES[bench.suite];
        return signedKey(curve, bench.privateKey('maintenance-signing'), publicKeyOf(curve, ephemeral(bench)), GUEK);
      },
    ],
  ])('refuses %s and installs nothing, not even the good half beside it', (_, wrong) => {
    const bench = new AsymmetricBench(1);
    const before = [toHex(bench.keys.guek), toHex(bench.keys.gak)];
    const good = offer(GAK, half(bench, GAK));
    const outcome = bench.call(AGREE, array(good, offer(GUEK, wrong(bench, half(bench, GUEK)))));
    expect(outcome).toEqual({ result: 'other-reason' });
    expect([toHex(bench.keys.guek), toHex(bench.keys.gak)]).toEqual(before);
  });

  it('refuses an empty list, and every half when it holds no certificate of the client', () => {
    const bench = new AsymmetricBench(1);
    expect(bench.call(AGREE, array()).result).toBe('other-reason');
    bench.keys.certificates.length = 0;
    expect(bench.call(AGREE, array(offer(GUEK, half(bench, GUEK)))).result).toBe('other-reason');
  });

  it('makes another ephemeral key each time', () => {
    const bench = new AsymmetricBench(1);
    const first = answers(bench.call(AGREE, array(offer(GUEK, half(bench, GUEK)))));
    const second = answers(bench.call(AGREE, array(offer(GUEK, half(bench, GUEK)))));
    expect(toHex(first[0]?.data.subarray(0, 64) ?? new Uint8Array())).not.toBe(
      toHex(second[0]?.data.subarray(0, 64) ?? new Uint8Array()),
    );
  });
});

function changed(octets: Uint8Array, place: number): Uint8Array {
  return octets.map((octet, at) => (at === place ? octet ^ 0x01 : octet));
}
