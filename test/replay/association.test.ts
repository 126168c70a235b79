import { describe, expect, it } from 'vitest';
import { DlmsClient } from '#client/dlms-client';
import { HdlcChannel } from '#client/hdlc-channel';
import { LineTraffic } from '#client/line-traffic';
import { type GetOutcome, getAttribute } from '#client/reading';
import { CONFORMANCE_BITS, type Conformance } from '#dlms/apdu/conformance';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { AssociationSettings, SendingCounter } from '#dlms/association/association-settings';
import { ClientAssociation } from '#dlms/association/client-association';
import { ClientSecurity } from '#dlms/association/client-security';
import type { ReleaseChange } from '#dlms/association/open-change';
import { fromHex, toHex } from '#dlms/codec/hex';
import { serverAddress } from '#dlms/link/hdlc/address';
import { USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { SecretRegistry } from '#dlms/security/secrets';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { ManualClock } from '#time/manual-clock';
import { MemoryTransport } from '#transport/memory-transport';
import { type Capture, endsByDisc, proposalOf, readCapture } from './capture';
import { ReplayedMeter } from './replayed-meter';

const NAME: AttributeDescriptor = { classId: 1, logicalName: '0-0:42.0.0.255', attributeId: 2 };
const CLOCK: AttributeDescriptor = { classId: 8, logicalName: '0-0:1.0.0.255', attributeId: 2 };
const LIST: AttributeDescriptor = { classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 2 };
const CTOS = '1D73195310477436704267543636132A';
const AUTHENTICATED_ENCRYPTION = decodeSecurityControl(0x30);

/** What Gurux proposes: everything of logical name referencing but attribute 0, priority, access and notification. */
const GURUX = conformance('621E5D');
const JDLMS = conformance('00FE1D');

function conformance(hex: string): Conformance {
  const bits = Number.parseInt(hex, 16);
  return new Set(CONFORMANCE_BITS.filter((_, index) => bits & (1 << (23 - index))));
}

/** Gurux releases a plain association with the InitiateRequest, too; ours does so where that was ciphered. */
const WITH_INITIATE: ReleaseChange = { userInformation: 'unprotected' };

const LOW: Omit<AssociationSettings, 'conformance'> = {
  clientSap: 17,
  serverSap: 1,
  ciphered: false,
  mechanism: 'low-level-security',
  password: new TextEncoder().encode('Gurux'),
  suite: 0,
  maxPduSize: 0xffff,
  protection: undefined,
  dedicatedKey: false,
};

const GMAC: AssociationSettings = {
  clientSap: 1,
  serverSap: 1,
  ciphered: true,
  mechanism: 'high-level-security-using-gmac',
  suite: 0,
  keys: { guek: fromHex('000102030405060708090A0B0C0D0E0F'), gak: fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF') },
  systemTitle: fromHex('4D4D4D0000000001'),
  conformance: GURUX,
  maxPduSize: 0xffff,
  protection: AUTHENTICATED_ENCRYPTION,
  dedicatedKey: false,
};

/** As the foreign client counted: twice the same for the token and the APDU that carries it. */
class GivenCounter implements SendingCounter {
  constructor(private readonly values: number[]) {}

  get next(): number {
    return this.values[0] ?? 0;
  }

  take(): number {
    return this.values.shift() ?? 0;
  }

  skipTo(): void {}
}

/** Our client with what the foreign one had agreed with its meter. */
class Replay {
  readonly meter: ReplayedMeter;
  readonly client: DlmsClient;
  readonly traffic: LineTraffic;
  private readonly capture: Capture;

  constructor(name: string, settings: AssociationSettings, counters: number[] = []) {
    this.capture = readCapture(name);
    this.meter = new ReplayedMeter(this.capture);
    const clock = new ManualClock();
    const secrets = new SecretRegistry();
    this.traffic = new LineTraffic(secrets);
    const timeouts = { connectMs: 1000, responseMs: 1000, intraMessageMs: 500 };
    const parts = {
      name: 'replayed',
      transport: new MemoryTransport(this.meter, clock),
      clock,
      timeouts,
      traffic: this.traffic,
    };
    const station = { ...USUAL_PATIENCE, client: settings.clientSap, server: serverAddress(1, settings.serverSap) };
    const channel = new HdlcChannel(parts, station, proposalOf(this.capture));
    const security = new ClientSecurity({
      settings,
      globalCounter: new GivenCounter(counters),
      dedicatedCounter: () => new GivenCounter([]),
      random: () => fromHex(CTOS),
      secrets,
    });
    const association = new ClientAssociation(settings, security);
    this.client = new DlmsClient({ role: 'replayed', channel, association, secrets, random: () => fromHex(CTOS) });
  }

  get(attribute: AttributeDescriptor, invokeIdAndPriority = 0xc1): Promise<GetOutcome> {
    return getAttribute(this.client, attribute, { invokeIdAndPriority });
  }

  /** The release response of these meters states lengths that are too small. */
  async releases(change: ReleaseChange = {}): Promise<void> {
    await expect(this.client.release(change)).rejects.toThrow(/RLRE: length \d+, but \d+ octet\(s\) follow/);
    if (endsByDisc(this.capture)) await this.client.disconnect();
    expect(this.meter.left).toBe(0);
  }
}

/** The octets of an octet-string. */
function hexOf({ results }: GetOutcome): string {
  const [result] = results ?? [];
  return result !== undefined && 'data' in result && result.data.type === 'octet-string'
    ? toHex(result.data.value)
    : 'no octet-string';
}

function textOf(outcome: GetOutcome): string {
  return Buffer.from(hexOf(outcome), 'hex').toString('latin1');
}

function countOf({ results }: GetOutcome): number | undefined {
  const [result] = results ?? [];
  return result !== undefined && 'data' in result && result.data.type === 'array'
    ? result.data.elements.length
    : undefined;
}

/** Every octet that goes out is the foreign client's: the meter of the capture would not answer any other. */
describe('our client reads a foreign meter over HDLC', () => {
  it('by LLS: Gurux Java, segments of 125 octets, blocks of 1012', async () => {
    const replay = new Replay('hdlc-ln-low-guruxjava', { ...LOW, conformance: GURUX });
    const { associated, aare } = await replay.client.open();
    expect([associated, aare?.result]).toEqual([true, 'accepted']);
    expect(textOf(await replay.get(NAME))).toBe('GRX123456');
    expect(hexOf(await replay.get(CLOCK))).toBe('07EA0B16070A2B2137000000');
    // a departure of the meter: it sends blocks, and has not agreed to block-transfer-with-get-or-read
    expect(replay.client.association.negotiated?.negotiatedConformance.has('block-transfer-with-get-or-read')).toBe(
      false,
    );
    expect(countOf(await replay.get(LIST))).toBe(31);
    await replay.releases(WITH_INITIATE);
  });

  it('by LLS: Gurux C, information fields of 512 octets proposed and 128 agreed', async () => {
    const replay = new Replay('hdlc-ln-negotiated-params-guruxc', { ...LOW, conformance: GURUX });
    expect((await replay.client.open()).associated).toBe(true);
    expect(textOf(await replay.get(NAME))).toBe('GRX0000000123456');
    await expect(replay.get(CLOCK), 'a known departure of this meter').rejects.toThrow('18 surplus octet(s)');
    expect(countOf(await replay.get(LIST))).toBe(52);
    await replay.releases(WITH_INITIATE);
  });

  it('by LLS: Gurux Java as jDLMS reads it, with DISC at the end', async () => {
    const replay = new Replay('hdlc-ln-segmentation-guruxjava', { ...LOW, conformance: JDLMS });
    expect((await replay.client.open()).associated).toBe(true);
    expect(textOf(await replay.get(NAME, 0x41))).toBe('GRX123456');
    expect(hexOf(await replay.get(CLOCK, 0x42))).toBe('07EA0B16070A2B2414000000');
    expect(countOf(await replay.get(LIST, 0x43))).toBe(31);
    await replay.releases();
  });

  it('by HLS-GMAC, from client 1 to server 1: Gurux C', async () => {
    const replay = new Replay('hdlc-ln-gmac-glo-guruxc', GMAC, [1, 2, 2, 3, 4, 5]);
    const { associated, hlsFault } = await replay.client.open();
    expect([associated, hlsFault]).toEqual([true, undefined]);
    const options = {
      invokeIdAndPriority: 0xc1,
      protection: { form: 'general-glo', control: AUTHENTICATED_ENCRYPTION },
    } as const;
    expect(textOf(await getAttribute(replay.client, NAME, options))).toBe('GRX0000000123456');
    await expect(getAttribute(replay.client, CLOCK, options)).rejects.toThrow('18 surplus octet(s)');
    await replay.releases();
  });
});
