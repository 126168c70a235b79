import { describe, expect, it } from 'vitest';
import { DlmsClient } from '#client/dlms-client';
import { LineTraffic } from '#client/line-traffic';
import { WrapperChannel } from '#client/wrapper-channel';
import { ClientAssociation } from '#dlms/association/client-association';
import type { GeneralCipheringChoice, GeneralSigningChoice } from '#dlms/association/general-choice';
import { type LayerChoices, layersOf, type ReceivedLayer } from '#dlms/association/protection-choice';
import { concat, fromHex, toHex, toSpacedHex } from '#dlms/codec/hex';
import { WrapperLink } from '#dlms/link/wrapper/wrapper-link';
import { SecretRegistry } from '#dlms/security/secrets';
import { ManualClock } from '#time/manual-clock';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import { MemoryTransport } from '#transport/memory-transport';
import { client, clientSettings, control, GET, meter } from '../dlms/association/two-ends';
import { EPHEMERAL_KEY } from '../dlms/security/book-keys';

const RESPONSE = fromHex('C4010000090100');
const cipher: GeneralCipheringChoice = { form: 'general-ciphering', control: control(0x31) };
const sign: GeneralSigningChoice = { form: 'general-signing' };

/** A meter that answers each request in layers of its own choice, with the transaction-id of the request. */
class AnsweringMeter implements Endpoint, EndpointConnection {
  readonly deadline = undefined;
  readonly closed = undefined;
  readonly requests: string[] = [];
  readonly layers: (readonly ReceivedLayer[])[] = [];
  private readonly security = meter().security;
  private readonly output: Uint8Array[] = [];

  constructor(
    private readonly answer: LayerChoices,
    private readonly response: Uint8Array,
  ) {}

  connect(): EndpointConnection {
    return this;
  }

  receive(wpdu: Uint8Array): void {
    this.requests.push(toHex(wpdu));
    const { layers = [] } = this.security.unprotect(wpdu.subarray(8)) ?? {};
    this.layers.push(layers);
    const [outermost] = layers;
    const { header } = (outermost?.form === 'general-signing' ? outermost : outermost?.general) ?? {};
    const transactionId = header?.transactionId ?? fromHex('00');
    const choices = layersOf(this.answer).map((choice) => {
      const isGeneral = choice.form === 'general-ciphering' || choice.form === 'general-signing';
      return isGeneral ? { ...choice, header: { transactionId, ...choice.header } } : choice;
    });
    const apdu = this.security.protect(this.response, choices);
    const head = Uint8Array.of(0, 1, 0, 1, 0, 1, apdu.length >> 8, apdu.length & 0xff);
    this.output.push(concat(head, apdu));
  }

  takeOutput(): readonly Uint8Array[] {
    return this.output.splice(0);
  }

  end(): void {}
  lost(): void {}
  tick(): void {}
}

function bench(answer: LayerChoices, response = RESPONSE) {
  const clock = new ManualClock();
  const secrets = new SecretRegistry();
  const traffic = new LineTraffic(secrets);
  const endpoint = new AnsweringMeter(answer, response);
  const timeouts = { connectMs: 1000, responseMs: 1000, intraMessageMs: 500 };
  const parts = { name: 'management', transport: new MemoryTransport(endpoint, clock), clock, timeouts, traffic };
  const channel = new WrapperChannel(parts, new WrapperLink(1, 1));
  const association = new ClientAssociation(clientSettings(), client({}, { secrets }).security);
  const random = (length: number) => new Uint8Array(length);
  const here = new DlmsClient({ role: 'management', channel, association, secrets, random });
  return { here, endpoint, traffic };
}

describe('a request in layers', () => {
  it('goes out as chosen, and its answer is taken apart', async () => {
    const { here, endpoint } = bench([sign, cipher]);
    const reply = await here.request(GET, { protection: [sign, cipher] });
    expect(endpoint.layers.map((layers) => layers.map(({ form }) => form))).toEqual([
      ['general-ciphering', 'general-signing'],
    ]);
    expect(reply).toMatchObject({
      kind: 'apdu',
      received: {
        apdu: { kind: 'get-response' },
        layers: [{ general: { isTransactionIdEchoed: true } }, { isTransactionIdEchoed: true, coding: 'standard' }],
      },
    });
  });

  it('is kept for cases that judge layers, also where it was signed only', async () => {
    const { here } = bench(sign);
    await here.request(GET, { protection: sign });
    expect(here.received.map(({ layers }) => layers?.map(({ form }) => form))).toEqual([['general-signing']]);
  });

  it('can be sent again unchanged', async () => {
    const { here, endpoint } = bench(sign);
    const octets = here.protected(GET, { protection: sign });
    await here.exchange(octets);
    await here.exchange(octets);
    const [first, second] = endpoint.requests;
    expect(first).toContain(toHex(GET));
    expect(second).toBe(first);
  });
});

describe('the record of it', () => {
  it('says in words what goes out and what comes', async () => {
    const { here, traffic } = bench([{ ...sign, coding: 'without-content-length' }, cipher]);
    await here.request(GET, { protection: [sign, { ...cipher, key: { kind: 'wrapped-key', key: EPHEMERAL_KEY } }] });
    const text = traffic.text();
    const id = '[0-9A-F]{16}';
    const there = `transaction-id ${id}, from 4D4D4D0000BC614E to 4D4D4D0000000001`;
    const back = `transaction-id ${id}, from 4D4D4D0000000001 to 4D4D4D0000BC614E`;
    for (const line of [
      `general-ciphering, ${there}, wrapped-key under key 0, SC 31, invocation counter 0`,
      'general-signing inside',
      'get-request',
      `general-ciphering, ${back}, identified-key, SC 31, GUEK, invocation counter 1, tag right`,
      `general-signing, ${back}, signature right, which leaves out the length of the content`,
      'deciphered C4 01 00 00 09 01 00',
    ])
      expect(text).toMatch(new RegExp(`^    ${line}`, 'm'));
  });

  it('tells the layers of octets that are sent as they stand', async () => {
    const { here, traffic } = bench(sign);
    await here.exchange(here.protected(GET, { protection: [cipher, sign] }));
    expect(traffic.text()).toMatch(/general-signing, transaction-id .*, signature of 64 octets/);
    expect(traffic.text()).toMatch(/general-ciphering, .*, identified-key 0, SC 31, invocation counter 1/);
  });

  it('tells a transaction-id that is not ours, a counter that was used, and what protects nothing', async () => {
    const other = { ...cipher, header: { transactionId: fromHex('FF') } };
    const stale = bench({ ...other, counter: 9 });
    await stale.here.request(GET, { protection: cipher });
    await stale.here.request(GET, { protection: cipher });
    expect(stale.traffic.text()).toContain('NOT the transaction-id of our request');
    expect(stale.traffic.text()).toContain(
      'invocation counter 9, NOT above the last one: expected 10 or more, tag right',
    );
    const none = bench({ ...cipher, control: control(0x00) });
    await none.here.request(GET, { protection: cipher });
    expect(none.traffic.text()).toMatch(/SC 00, no key, invocation counter \d+, not protected/);
  });

  it('hides ephemeral keys, whichever way they got onto the line', async () => {
    const response = concat(fromHex('C40100000910'), EPHEMERAL_KEY);
    const { here, traffic } = bench({ ...cipher, key: { kind: 'C(1e,1s)' } }, response);
    await here.request(GET, { protection: { ...cipher, key: { kind: 'wrapped-key', key: EPHEMERAL_KEY } } });
    const text = traffic.text();
    expect(text).toContain('deciphered C4 01 00 00 09 10 ‹ephemeral key›');
    expect(text).not.toContain(toHex(EPHEMERAL_KEY));
    expect(text).not.toContain(toSpacedHex(EPHEMERAL_KEY));
  });
});
