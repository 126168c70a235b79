import { describe, expect, it } from 'vitest';
import { ClientAssociation } from '#dlms/association/client-association';
import type { GeneralCipheringChoice } from '#dlms/association/general-choice';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { thrownBy } from '../codec/cut';
import { EPHEMERAL_KEY } from '../security/book-keys';
import { client, clientSettings, control, GET, meter } from './two-ends';

const ANSWER = fromHex('C401C1000901AA');
const cipher: GeneralCipheringChoice = { form: 'general-ciphering', control: control(0x31) };

function association(): ClientAssociation {
  return new ClientAssociation(clientSettings(), client().security);
}

describe('an association', () => {
  it('tells every layer of what it receives', () => {
    const answer = meter().security.protect(ANSWER, [{ form: 'general-signing' }, cipher]);
    const received = association().receive(answer);
    expect(received).toMatchObject({ octets: answer, plain: ANSWER, apdu: { kind: 'get-response' } });
    expect(received.layers?.map(({ form }) => form)).toEqual(['general-ciphering', 'general-signing']);
    expect(received.protection).toBe(received.layers?.[0]);
  });

  it('tells no protection of what was only signed, and no layer of what came plain', () => {
    const signed = association().receive(meter().security.protect(ANSWER, { form: 'general-signing' }));
    expect(signed.layers).toHaveLength(1);
    expect('protection' in signed).toBe(false);
    const plain = association().receive(ANSWER);
    expect('protection' in plain || 'layers' in plain).toBe(false);
  });

  it('puts several layers on a request', () => {
    const sent = association().protect(GET, [{ form: 'general-signing' }, cipher]);
    expect(meter().security.unprotect(sent)).toMatchObject({ plain: GET, layers: [{}, { form: 'general-signing' }] });
  });

  it('doubts the key of what was only encrypted and does not decode', () => {
    const encrypted = { ...cipher, control: control(0x21), encryptionKey: EPHEMERAL_KEY };
    const error = thrownBy(() => association().receive(meter().security.protect(ANSWER, encrypted)));
    expect(error).toBeInstanceOf(PeerProtocolError);
    expect(error).toMatchObject({ message: expect.stringContaining('key, system title or invocation counter may be') });
  });

  it('does not doubt it where the tag or the signature was right', () => {
    const nonsense = fromHex('FF00');
    for (const choices of [cipher, [{ form: 'general-signing' }, { ...cipher, control: control(0x21) }]] as const) {
      const error = thrownBy(() => association().receive(meter().security.protect(nonsense, choices)));
      expect(error).toMatchObject({ reason: 'tag FF (unassigned) is not an APDU that we decode' });
    }
  });
});
