import { describe, expect, it } from 'vitest';
import { cipheredTag, isCipheredTag, serviceOfCipheredTag, tagName, tagRow, XDLMS_TAGS } from '#dlms/apdu/tags';

describe('xDLMS tags', () => {
  it('follow the rules: 192 and up +8 and +16, below +32 and +64', () => {
    for (const { plain, glo, ded } of XDLMS_TAGS) {
      if (glo === undefined) continue;
      expect([glo - plain, (ded ?? 0) - plain]).toEqual(plain >= 192 ? [8, 16] : [32, 64]);
    }
  });

  it('lead from a service to its ciphered tags and back', () => {
    expect(cipheredTag(0xc3, 'ded')).toBe(0xd3);
    expect(serviceOfCipheredTag(0xd3)).toMatchObject({ form: 'ded', row: { name: 'action-request', plain: 0xc3 } });
    expect(tagRow(0xc7)).toMatchObject({ name: 'action-response', glo: 0xcf, ded: 0xd7 });
  });

  it('are ciphered or not', () => {
    const ciphered = Array.from({ length: 256 }, (_, tag) => tag).filter(isCipheredTag);
    const hex = ciphered.map((tag) => tag.toString(16)).join(' ');
    expect(hex).toBe(
      '21 25 26 28 2c 2d 2e 36 38 41 45 46 48 4c 4d 4e 56 58 c8 c9 ca cb cc cd cf d0 d1 d2 d3 d4 d5 d7 db dc',
    );
  });

  it('have no service-specific form for an exception-response', () => {
    expect(cipheredTag(0xd8, 'glo')).toBeUndefined();
    expect(serviceOfCipheredTag(0xe0)).toBeUndefined();
  });

  it.each([
    [0x60, 'AARQ'],
    [0xc0, 'get-request'],
    [0xc8, 'glo-get-request'],
    [0xd7, 'ded-action-response'],
    [0xdb, 'general-glo-ciphering'],
    [0xce, undefined],
  ])('%i is called %s', (tag, name) => expect(tagName(tag)).toBe(name));
});
