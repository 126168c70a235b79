import { describe, expect, it } from 'vitest';
import type { DlmsClient } from '#client/dlms-client';
import { decodeApdu } from '#dlms/apdu/apdu';
import type { GeneralCipheringChoice, GeneralSigningChoice } from '#dlms/association/general-choice';
import { type LayerChoices, layersOf } from '#dlms/association/protection-choice';
import { fromHex } from '#dlms/codec/hex';
import type { LayeredExchange } from '#procedures/layered-requests';
import { examineMirrored } from '#procedures/mirrored-layers';
import { client, clientSettings, control, GET, meter } from '../dlms/association/two-ends';

const RESPONSE = fromHex('C4010000090100');
const cipher: GeneralCipheringChoice = { form: 'general-ciphering', control: control(0x31) };
const sign: GeneralSigningChoice = { form: 'general-signing' };

/** Asks in some layers, is answered in others, and examines that. */
function examined(asked: LayerChoices, answered: LayerChoices | 'plain', settings = clientSettings()) {
  const { security } = client();
  const request = meter().security.unprotect(security.protect(GET, asked));
  const received = answered === 'plain' ? undefined : security.unprotect(reply(request, answered));
  const apdu = decodeApdu(RESPONSE);
  const octets = { octets: RESPONSE, plain: RESPONSE, apdu, notes: [] };
  const exchange: LayeredExchange = {
    what: 'GET',
    choices: layersOf(asked),
    reply: { kind: 'apdu', received: { ...octets, ...(received && { layers: received.layers }) } },
  };
  const someone = { association: { security, settings } } as unknown as DlmsClient;
  const { faults, deviations } = examineMirrored(someone, [exchange]);
  return { faults, deviations };
}

function reply(request: ReturnType<ReturnType<typeof meter>['security']['unprotect']>, answered: LayerChoices) {
  const [outermost] = request?.layers ?? [];
  const { header } = (outermost?.form === 'general-signing' ? outermost : outermost?.general) ?? {};
  const { transactionId = new Uint8Array(0) } = header ?? {};
  const choices = layersOf(answered).map((choice) => ({ ...choice, header: { transactionId, ...headerOf(choice) } }));
  return meter().security.protect(RESPONSE, choices);
}

function headerOf(choice: object): object {
  return 'header' in choice && typeof choice.header === 'object' ? { ...choice.header } : {};
}

describe('an answer in layers', () => {
  it.each<[string, LayerChoices]>([
    ['general-ciphering', cipher],
    ['general-signing', sign],
    ['both', [sign, cipher]],
  ])('is right when it mirrors %s', (_, choices) => {
    expect(examined(choices, choices)).toEqual({ faults: [], deviations: [] });
  });

  it('may be signed beyond what was asked', () => {
    expect(examined(cipher, [sign, cipher])).toEqual({ faults: [], deviations: [] });
  });

  it('deviates under another kind of key, and with a signature of the other coding', () => {
    expect(examined({ ...cipher, key: { kind: 'wrapped-key' } }, cipher)).toEqual({
      faults: [],
      deviations: ['a request under wrapped-key is answered under identified-key'],
    });
    const coding = 'without-content-length';
    expect(examined(sign, { ...sign, coding }).deviations).toHaveLength(1);
    expect(examined(sign, { ...sign, coding }, { ...clientSettings(), signatureCoding: coding }).deviations).toEqual(
      [],
    );
  });

  it.each<[string, LayerChoices, LayerChoices | 'plain']>([
    ['is missing', cipher, 'plain'],
    ['lacks a signature', [sign, cipher], cipher],
    ['lacks ciphering', [sign, cipher], sign],
    ['has its layers in another order', [sign, cipher], [cipher, sign]],
    ['is another one', sign, cipher],
    ['is authenticated alone', cipher, { ...cipher, control: control(0x11) }],
    ['has another transaction-id', cipher, { ...cipher, header: { transactionId: fromHex('00') } }],
    ['has another transaction-id in its signature', sign, { ...sign, header: { transactionId: fromHex('00') } }],
    ['names no recipient', cipher, { ...cipher, header: { recipientSystemTitle: new Uint8Array(0) } }],
    ['names no originator', cipher, { ...cipher, header: { originatorSystemTitle: new Uint8Array(0) } }],
  ])('is at fault when it %s', (_, asked, answered) => {
    expect(examined(asked, answered).faults).toHaveLength(1);
  });
});
