import { describe, expect, it } from 'vitest';
import type { GeneralCipheringChoice, KeyChoice } from '#dlms/association/general-choice';
import type { LayerChoices } from '#dlms/association/protection-choice';
import { fromHex, toHex } from '#dlms/codec/hex';
import { conforming } from '#simulator/policy';
import { kindOfRequest, type ProtectionKind, type RequestProtection } from '#simulator/policy/protection-kind';
import { type Reply, ReplySealer } from '#simulator/server/reply-protection';
import { CLIENT, control, GET, METER } from '../../dlms/association/two-ends';
import { opened, ring, theClient } from './general-ring';

const RESPONSE = fromHex('C40100000A0B53494D30303030303030');
const NOTHING: ProtectionKind = { authenticated: false, encrypted: false };
const cipher: GeneralCipheringChoice = { form: 'general-ciphering', control: control(0x31) };
const sign = { form: 'general-signing' } as const;

/** Asks in these layers and takes the reply apart. */
function answered(choices: LayerChoices, demanded: ProtectionKind = NOTHING, generalProtection = true) {
  const by = theClient();
  const at = ring();
  const apdu = opened(at, by.protect(GET, choices));
  if (!apdu.ok) throw new Error('the request was refused');
  const sealer = new ReplySealer(conforming, at, { request: apdu.protection, generalProtection });
  const octets = sealer.seal(reply(demanded));
  const length = sealer.sealedLength(RESPONSE.length, demanded, 0xc4);
  return { octets, length, received: octets && by.unprotect(octets) };
}

function reply(demanded: ProtectionKind): Reply {
  return { plain: RESPONSE, demanded, isError: false, use: 'response' };
}

function under(key: KeyChoice): GeneralCipheringChoice {
  return { ...cipher, key };
}

describe('a layered reply', () => {
  it.each<[string, LayerChoices, readonly string[]]>([
    ['an identified key', cipher, ['identified-key']],
    ['a wrapped key', under({ kind: 'wrapped-key' }), ['wrapped-key']],
    ['a key agreed from an ephemeral one', under({ kind: 'C(1e,1s)' }), ['C(1e,1s)']],
    ['a key agreed from static ones', under({ kind: 'C(0e,2s)' }), ['C(0e,2s)']],
    ['a signature', sign, ['standard']],
    ['a signature inside an identified key', [sign, cipher], ['identified-key', 'standard']],
    ['a signature inside a wrapped key', [sign, under({ kind: 'wrapped-key' })], ['wrapped-key', 'standard']],
    ['a signature inside C(1e,1s)', [sign, under({ kind: 'C(1e,1s)' })], ['C(1e,1s)', 'standard']],
    ['authentication alone', { ...cipher, control: control(0x11) }, ['identified-key']],
  ])('comes under %s, as it was asked', (_, choices, layers) => {
    const { octets, length, received } = answered(choices);
    expect(toHex(received?.plain ?? GET)).toBe(toHex(RESPONSE));
    const told = received?.layers.map((layer) =>
      layer.form === 'general-signing' ? layer.coding : layer.general?.keyInfo,
    );
    expect(told).toEqual(layers);
    expect(octets?.length).toBe(length);
  });

  it('repeats the transaction-id and turns the titles around in each layer', () => {
    const { received } = answered([sign, cipher]);
    const headers = received?.layers.map((layer) => (layer.form === 'general-signing' ? layer : layer.general));
    for (const header of headers ?? []) {
      expect(header).toMatchObject({
        isTransactionIdEchoed: true,
        header: { originatorSystemTitle: METER, recipientSystemTitle: CLIENT },
      });
    }
    expect(headers).toHaveLength(2);
  });

  it('has a layer of nothing for a layer of nothing', () => {
    const { received, length, octets } = answered({ ...cipher, control: control(0x00) });
    expect(received?.layers).toMatchObject([{ form: 'general-ciphering', key: 'none' }]);
    expect(octets?.length).toBe(length);
  });

  it('is ciphered, signed, or both where that is demanded beyond the request', () => {
    const both = { authenticated: true, encrypted: true };
    const formsOf = (choices: LayerChoices, demanded: ProtectionKind) =>
      answered(choices, demanded).received?.layers.map(({ form }) => form);
    expect(formsOf(sign, both)).toEqual(['general-ciphering', 'general-signing']);
    expect(formsOf(cipher, { ...both, signed: true })).toEqual(['general-ciphering', 'general-signing']);
  });

  it('is signed and ciphered for a glo- request, where a signature is demanded', () => {
    const by = theClient();
    const signed = { authenticated: false, encrypted: false, signed: true };
    const request: RequestProtection = { form: 'glo', control: control(0x31), key: 'global', counter: 1 };
    const sealed = (generalProtection: boolean) =>
      new ReplySealer(conforming, ring(), { request, generalProtection }).seal(reply(signed));
    const octets = sealed(true);
    expect(octets && by.unprotect(octets)?.layers.map(({ form }) => form)).toEqual([
      'general-ciphering',
      'general-signing',
    ]);
    expect(sealed(false)).toBeUndefined();
  });

  it('is not sent when a key for it is lacking', () => {
    const at = ring();
    const apdu = opened(at, theClient().protect(GET, under({ kind: 'C(1e,1s)' })));
    if (!apdu.ok) throw new Error('the request was refused');
    const poor = { ...at, general: { ...at.general, clientAgreement: () => undefined } };
    const sealer = new ReplySealer(conforming, poor, { request: apdu.protection, generalProtection: true });
    expect(sealer.seal(reply(NOTHING))).toBeUndefined();
  });

  it('uses a counter of its own for each key', () => {
    const by = theClient();
    const at = ring();
    const counters = [cipher, under({ kind: 'wrapped-key' }), cipher].map((choice) => {
      const apdu = opened(at, by.protect(GET, choice));
      if (!apdu.ok) throw new Error('the request was refused');
      const octets = new ReplySealer(conforming, at, { request: apdu.protection, generalProtection: true }).seal(
        reply(NOTHING),
      );
      return octets && by.unprotect(octets)?.protection?.invocationCounter;
    });
    expect(counters).toEqual([0, 0, 1]);
  });

  it('counts a signature as such, and not as authentication', () => {
    const apdu = opened(ring(), theClient().protect(GET, sign));
    expect(apdu.ok && kindOfRequest(apdu.protection)).toEqual({ authenticated: false, encrypted: false, signed: true });
  });
});
