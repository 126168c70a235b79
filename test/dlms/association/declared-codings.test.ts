import { describe, expect, it } from 'vitest';
import type { AssociationSettings } from '#dlms/association/association-settings';
import type { KeyChoice } from '#dlms/association/general-choice';
import { PeerProtocolError } from '#dlms/errors';
import { client, control, GET, meter } from './two-ends';

const PRINTED: Partial<AssociationSettings> = { oidCoding: '06' };
const AGREED: readonly KeyChoice[] = [{ kind: 'C(1e,1s)' }, { kind: 'C(0e,2s)' }];

function cipher(key: KeyChoice) {
  return { form: 'general-ciphering', control: control(0x31), key } as const;
}

describe.each(AGREED)('a meter that derives keys as the book prints it, $kind', (key) => {
  it('is understood where the rig says so, both ways', () => {
    const [here, there] = [client(PRINTED), meter(PRINTED)];
    expect(there.security.unprotect(here.security.protect(GET, cipher(key)))?.plain).toEqual(GET);
    expect(here.security.unprotect(there.security.protect(GET, cipher(key)))?.plain).toEqual(GET);
  });

  it('is not where the rig does not', () => {
    const answer = meter(PRINTED).security.protect(GET, cipher(key));
    expect(() => client().security.unprotect(answer)).toThrow(PeerProtocolError);
  });
});

it('signs without the length of the content where the rig says so', () => {
  const sent = client({ signatureCoding: 'without-content-length' }).security.protect(GET, { form: 'general-signing' });
  expect(meter().security.unprotect(sent)?.layers).toMatchObject([{ coding: 'without-content-length' }]);
});
