import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '#certificates/certificate';
import { type CertificateFault, certificateFaults } from '#certificates/certificate-check';
import { titleNameOf } from '#certificates/certificate-name';
import { makeRequest, type RequestFault, readRequest, requestFaults } from '#certificates/certificate-request';
import { MalformedCertificate } from '#certificates/malformed-certificate';
import { concat } from '#dlms/codec/hex';
import type { CurveSuite } from '#dlms/security/elliptic-curve';
import { authority, certificate, keyNamed, SUITES, TITLE } from './test-authority';

type Found = readonly (CertificateFault | RequestFault | 'malformed')[];

interface Examined {
  readonly octets: Uint8Array;
  readonly faults: (octets: Uint8Array) => Found;
}

function ofCertificate(suite: CurveSuite): Examined {
  const expected = { suite, purpose: 'digital-signature', anchors: [authority(suite)], titles: [TITLE] } as const;
  const { octets } = certificate(`suite${suite}-management-signing`);
  return { octets, faults: (changed) => foundIn(() => certificateFaults(readCertificate(changed), expected)) };
}

function ofRequest(suite: CurveSuite): Examined {
  const octets = makeRequest(keyNamed(`suite${suite}-management-signing`), titleNameOf(TITLE));
  return { octets, faults: (changed) => foundIn(() => requestFaults(readRequest(changed), suite, TITLE)) };
}

/** Whatever is not the declared error fails the test. */
function foundIn(examination: () => Found): Found {
  try {
    return examination();
  } catch (error) {
    if (error instanceof MalformedCertificate) return ['malformed'];
    throw error;
  }
}

describe.each(SUITES)('in suite %i', (suite) => {
  describe.each([
    ['certificate', ofCertificate(suite)],
    ['request', ofRequest(suite)],
  ])('a %s', (_, { octets, faults }) => {
    it('is right as it is', () => {
      expect(faults(octets)).toEqual([]);
    });

    it('is malformed when it is cut anywhere', () => {
      for (let length = 0; length < octets.length; length++) {
        expect(faults(octets.subarray(0, length))).toEqual(['malformed']);
      }
    });

    it('has a fault when any octet of it is changed', () => {
      for (const [at, octet] of octets.entries()) {
        for (const change of [1 << (at & 7), 0xff]) {
          const changed = octets.with(at, octet ^ change);
          expect(faults(changed), `octet ${at} changed to ${changed[at]}`).not.toEqual([]);
        }
      }
    });

    it('has a fault when octets are put in or taken out', () => {
      const edit = fc.record({
        at: fc.nat(octets.length - 1),
        removed: fc.nat(4),
        added: fc.uint8Array({ maxLength: 4 }),
      });
      fc.assert(
        fc.property(edit, ({ at, removed, added }) => {
          const changed = concat(octets.subarray(0, at), added, octets.subarray(at + removed));
          fc.pre(Buffer.compare(changed, octets) !== 0);
          expect(faults(changed)).not.toEqual([]);
        }),
        { numRuns: 500 },
      );
    });
  });
});

describe('what is no certificate at all', () => {
  const readers = [readCertificate, readRequest] as const;

  it('is malformed, whatever the octets are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        for (const read of readers) expect(() => read(octets)).toThrow(MalformedCertificate);
      }),
      { numRuns: 500 },
    );
  });

  it.each([0x30, 0x31, 0xa0, 0x24])('is malformed when %i is nested thousands of times', (tag) => {
    let nested: Uint8Array = new Uint8Array();
    while (nested.length < 16000) nested = concat(Uint8Array.of(tag, 0x82, nested.length >> 8, nested.length), nested);
    for (const read of readers) expect(() => read(nested)).toThrow(MalformedCertificate);
  });
});
