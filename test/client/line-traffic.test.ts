import { describe, expect, it } from 'vitest';
import { LineTraffic } from '#client/line-traffic';
import { SecretRegistry } from '#dlms/security/secrets';

const KEY = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);

function traffic(): LineTraffic {
  const secrets = new SecretRegistry();
  secrets.add('guek', KEY);
  return new LineTraffic(secrets);
}

describe('line traffic', () => {
  it('shows time, client, direction, octets and the decoded view', () => {
    const record = traffic();
    record.record('reading', 1000, 'event', undefined, () => ['connected']);
    record.record('reading', 1250, 'sent', Uint8Array.of(0xc0, 1), () => ['get-request', '  attribute']);
    expect(record.text()).toBe(
      '+0.000 s reading --- connected\n+0.250 s reading C>M C0 01\n    get-request\n      attribute',
    );
  });

  it('hides a secret in octets and in the decoded view', () => {
    const record = traffic();
    const hex = Buffer.from(KEY).toString('hex');
    record.record('reading', 0, 'sent', Uint8Array.of(1, ...KEY, 2), () => [`key ${hex}`]);
    expect(record.text()).toBe('+0.000 s reading C>M 01 ‹guek› 02\n    key ‹guek›');
  });

  it('shows no half of a secret where long octets are cut', () => {
    const record = traffic();
    const octets = new Uint8Array(3000);
    octets.set(KEY, 2040);
    record.record('reading', 0, 'received', octets, () => []);
    expect(record.text()).not.toContain('A0 A1');
    expect(record.text()).toContain('(3000 octets)');
  });

  it('leaves out the middle of a long record and says how much', () => {
    const record = traffic();
    for (let i = 0; i < 1000; i++) record.record('reading', i, 'event', undefined, () => [`entry ${i}.`]);
    const text = record.text();
    expect(text).toContain('entry 249.');
    expect(text).toContain('… 600 entries left out …');
    expect(text).not.toContain('entry 250.');
    expect(text).toContain('entry 850.');
    expect(text).toContain('entry 999.');
  });
});
