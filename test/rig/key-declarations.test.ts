import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { CURVES } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';
import { complaint, loadText, simulatorRig } from './rig-folder';

const PRIVATE_KEY = new Uint8Array(32).fill(0x11);
const PUBLIC_KEY = toHex(publicKeyOf(CURVES[1], PRIVATE_KEY));
const KEYS = `keys: { guek: "hex:${'0A'.repeat(16)}", gak: "hex:${'0B'.repeat(16)}", kek: "hex:${'0C'.repeat(16)}" }`;
const PAIR = `keyPairs: { signing: { privateKey: "hex:${toHex(PRIVATE_KEY)}" } }`;
const AUTHORITY = `testAuthority: { certificate: ${process.cwd()}/fixtures/certificates/suite1-ca.pem, privateKey: "hex:${toHex(PRIVATE_KEY)}" }`;
const METER = `meter: { systemTitle: 53494D0000000001, publicKeys: { signing: ${PUBLIC_KEY} } }`;

function rig(more: string, fields: string): string {
  const client = `{ sap: 1, authentication: hls-gmac, suite: 1, systemTitle: 434C490000000001, ${KEYS}${fields} }`;
  return simulatorRig(more, `  public: { sap: 16 }\n  management: ${client}`);
}

describe('key agreement', () => {
  it('needs the public signing key of the meter', () => {
    expect(complaint(rig('declares: [key.agreement]', `, ${PAIR}`))).toContain(
      'meter.publicKeys.signing: is missing, expected the public signing key of the meter since key.agreement is declared',
    );
  });

  it.each([
    ['for the whole rig', `${METER}\ndeclares: [key.agreement]`, ''],
    ['for one client', METER, ', declares: [key.agreement]'],
  ])('needs a signing key of the client, declared %s', (_, more, fields) => {
    expect(complaint(rig(more, fields))).toContain(
      'clients.management.keyPairs.signing: is missing, expected a key pair since key.agreement is declared',
    );
  });

  it('needs the master key, since nothing else gives the meter its own key back', () => {
    const text = rig(`${METER}\ndeclares: [key.agreement]`, `, ${PAIR}`).replace(/, kek: "hex:(0C)+"/, '');
    expect(complaint(text)).toContain('clients.management.keys.kek: is missing, expected the key that gives the meter');
  });

  it('asks nothing of a client without ciphering', () => {
    expect(loadText(rig(`${METER}\ndeclares: [key.agreement]`, `, ${PAIR}`)).declares).toContain('key.agreement');
  });
});

describe('tests of certificates', () => {
  it.each([
    ['declares: [key.certificates]', 'testAuthority: is missing, expected an authority'],
    [`declares: [key.certificates]\n${AUTHORITY}`, 'objects.spareKeyPair: is missing, expected a key pair that may be'],
  ])('%s', (more, text) => {
    expect(complaint(rig(more, ''))).toContain(text);
  });

  it('run where both are there', () => {
    const more = `${AUTHORITY}\nobjects: { spareKeyPair: tls }`;
    expect(loadText(rig(more, ', declares: [key.certificates]')).objects.spareKeyPair).toBe('tls');
  });
});
