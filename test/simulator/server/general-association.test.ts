import { describe, expect, it } from 'vitest';
import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { decodeGeneralCiphering, encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import { encodeGeneralHeader } from '#dlms/apdu/general-header';
import type { InitiateRequest } from '#dlms/apdu/initiate';
import { fromHex, toHex } from '#dlms/codec/hex';
import { forgeProtection } from '#dlms/security/forged-protection';
import { unprotect } from '#dlms/security/protection';
import type { MeterPolicy } from '#simulator/policy';
import {
  Bench,
  CLIENT_TITLE,
  ciphered,
  GET_LIST,
  GET_NAME,
  hlsAarq,
  INITIATE,
  KEYS,
  MANAGEMENT,
  PUBLIC,
  publicAarq,
  SERVER_TITLE,
} from './bench';

const NOTHING = new Uint8Array(0);
const HEADER = {
  transactionId: fromHex('0102030405060708'),
  originatorSystemTitle: CLIENT_TITLE,
  recipientSystemTitle: SERVER_TITLE,
  dateTime: NOTHING,
  otherInformation: NOTHING,
};

/** general-ciphering under the GUEK. */
function layered(apdu: Uint8Array, invocationCounter: number, controlOctet = 0x30): Uint8Array {
  const content = forgeProtection({
    controlOctet,
    keys: KEYS,
    systemTitle: CLIENT_TITLE,
    invocationCounter,
    apdu,
    header: encodeGeneralHeader(HEADER),
  });
  return encodeGeneralCiphering({ header: HEADER, keyInfo: { kind: 'identified-key', keyId: 0 }, content });
}

/** What the meter has put into general-ciphering. */
function unlayered(octets: Uint8Array | undefined): Uint8Array {
  const { headerOctets, content } = decodeGeneralCiphering(octets ?? NOTHING);
  const opened = unprotect({ content, keys: KEYS, systemTitle: SERVER_TITLE, suite: 0, header: headerOctets });
  if (!opened.ok) throw new Error(`does not open: ${opened.reason}`);
  return opened.apdu;
}

function opened(initiate: Partial<InitiateRequest> = {}, policy: Partial<MeterPolicy> = {}): Bench {
  const bench = new Bench(policy);
  bench.openManagement(1, initiate);
  return bench;
}

function refusal(octets: Uint8Array | undefined): unknown {
  const apdu = decodeApdu(octets ?? NOTHING);
  return apdu.kind === 'exception-response' ? apdu.serviceError : apdu.kind;
}

describe('an association in general-ciphering', () => {
  it('is opened by an InitiateRequest in it, answered in it', () => {
    const bench = new Bench();
    const aare = bench.askFor(MANAGEMENT, hlsAarq(layered(encodeApdu(INITIATE), 1)));
    expect(aare).toMatchObject({ kind: 'AARE', result: 'accepted' });
    const inside = aare?.kind === 'AARE' ? unlayered(aare.userInformation) : NOTHING;
    expect(decodeApdu(inside)).toMatchObject({ kind: 'initiate-response' });
  });

  it('is not opened by one that is protected less than the policy demands', () => {
    const aare = new Bench().askFor(MANAGEMENT, hlsAarq(layered(encodeApdu(INITIATE), 1, 0x10)));
    expect(aare).toMatchObject({ kind: 'AARE', result: 'rejected-permanent' });
  });

  it('is released by an RLRQ in it, answered in it', () => {
    const bench = opened();
    const userInformation = layered(encodeApdu(INITIATE), 4);
    const rlre = bench.askFor(MANAGEMENT, { kind: 'RLRQ', reason: 'normal', userInformation });
    expect(rlre).toMatchObject({ kind: 'RLRE', reason: 'normal' });
    const inside = rlre?.kind === 'RLRE' ? unlayered(rlre.userInformation) : NOTHING;
    expect(decodeApdu(inside)).toMatchObject({ kind: 'initiate-response' });
  });

  it('serves requests in it and in the other forms by turns, under one counter', () => {
    const bench = opened();
    expect(unlayered(bench.ask(MANAGEMENT, layered(GET_NAME, 4)))[0]).toBe(0xc4);
    expect(refusal(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 4 })))).toBe('invocation-counter-error');
    expect(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 5 }))?.[0]).toBe(0xcc);
    expect(refusal(bench.ask(MANAGEMENT, layered(GET_NAME, 5)))).toBe('invocation-counter-error');
  });

  it('parts long values so that each block fits with its layers', () => {
    const limit = 200;
    const bench = opened({ clientMaxReceivePduSize: limit });
    const reply = bench.ask(MANAGEMENT, layered(GET_LIST, 4));
    expect(decodeApdu(unlayered(reply))).toMatchObject({ choice: 'with-datablock', lastBlock: false });
    expect(reply?.length).toBe(limit);
  });

  it('refuses it without general-protection, and in a plain context', () => {
    const proposedConformance = new Set(INITIATE.proposedConformance);
    proposedConformance.delete('general-protection');
    const without = opened({ proposedConformance });
    expect(refusal(without.ask(MANAGEMENT, layered(GET_NAME, 4)))).toBe('service-not-supported');
    const plain = new Bench();
    plain.ask(PUBLIC, publicAarq());
    expect(refusal(plain.ask(PUBLIC, layered(GET_NAME, 4)))).toBe('operation-not-possible');
  });

  it('refuses general-signing in suite 0, which has no signatures', () => {
    const signed = fromHex(`DF${toHex(encodeGeneralHeader(HEADER))}0DC0010000080000010000FF020040${'11'.repeat(64)}`);
    expect(refusal(opened().ask(MANAGEMENT, signed))).toBe('deciphering-error');
  });

  it('serves an attribute whose right asks for a signature to nobody who has not signed', () => {
    const bench = opened({}, { rightDemand: () => ({ authenticated: false, encrypted: false, signed: true }) });
    const result = decodeApdu(unlayered(bench.ask(MANAGEMENT, layered(GET_NAME, 4))));
    expect(result).toMatchObject({ result: { error: 'scope-of-access-violated' } });
  });
});
