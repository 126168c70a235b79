import { describe, expect, it } from 'vitest';
import type { ApduChannel } from '#client/apdu-channel';
import { HdlcChannel } from '#client/hdlc-channel';
import { LineTraffic } from '#client/line-traffic';
import { WrapperChannel } from '#client/wrapper-channel';
import { toHex } from '#dlms/codec/hex';
import { serverAddress } from '#dlms/link/hdlc/address';
import { conformingHdlc } from '#dlms/link/hdlc/decisions/hdlc-decisions';
import { decodeFrame } from '#dlms/link/hdlc/frame';
import { LLC_LENGTH } from '#dlms/link/hdlc/llc';
import { DEFAULT_PARAMETERS, decodeParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { type SecondarySettings, SecondaryStation } from '#dlms/link/hdlc/secondary-station';
import { WrapperLink } from '#dlms/link/wrapper/wrapper-link';
import { SecretRegistry } from '#dlms/security/secrets';
import { ManualClock } from '#time/manual-clock';
import { MemoryTransport } from '#transport/memory-transport';
import { apdusOf, type Capture, endsByDisc, proposalOf, readCaptures } from './capture';
import { ReplayedMeter } from './replayed-meter';

const SERVER = 1;
/** These meters leave room for an LLC header in every segment, be it the first or not: 3 octets fewer than agreed. */
const FOREIGN_SEGMENT = DEFAULT_PARAMETERS.maxInfoTransmit - LLC_LENGTH;

const METER: SecondarySettings = {
  uppers: [SERVER],
  lower: 17,
  addressLengths: [1],
  limits: DEFAULT_PARAMETERS,
  maximumLinks: 1,
  interOctetMs: 500,
  inactivityMs: 0,
  longestMessage: 1 << 20,
  isCallingDevice: false,
};
const HDLC = readCaptures('hdlc');
const WRAPPER = readCaptures('wrapper');

/** Our channel to the meter of a capture, in the place of the foreign client. */
function channelTo(meter: ReplayedMeter, capture: Capture): ApduChannel {
  const clock = new ManualClock();
  const parts = {
    name: 'replayed',
    transport: new MemoryTransport(meter, clock),
    clock,
    timeouts: { connectMs: 1000, responseMs: 1000, intraMessageMs: 500 },
    traffic: new LineTraffic(new SecretRegistry()),
  };
  const { client } = capture;
  if (capture.link === 'wrapper') return new WrapperChannel(parts, new WrapperLink(client, SERVER));
  const settings = { ...USUAL_PATIENCE, client, server: serverAddress(1, SERVER) };
  return new HdlcChannel(parts, settings, proposalOf(capture));
}

/** Sends the requests of the foreign client; what came back to each of them. */
async function asked(channel: ApduChannel, requests: readonly Uint8Array[]): Promise<string[]> {
  const answers: string[] = [];
  for (const request of requests) {
    await channel.send(request);
    const event = await channel.receive();
    answers.push(event.kind === 'apdu' ? toHex(event.apdu) : event.kind);
  }
  return answers;
}

describe('the captures', () => {
  it('are there', () => {
    expect(HDLC).toHaveLength(5);
    expect(WRAPPER).toHaveLength(15);
  });
});

describe.each([...HDLC, ...WRAPPER])('our client in the place of the foreign one, $name', (capture) => {
  it('says the same octets, and takes what the foreign meter answers', async () => {
    const meter = new ReplayedMeter(capture);
    const channel = channelTo(meter, capture);
    expect(await asked(channel, apdusOf(capture, 'C>S'))).toEqual(apdusOf(capture, 'S>C').map(toHex));
    if (capture.link === 'hdlc' && endsByDisc(capture)) await channel.close();
    expect(meter.left).toBe(0);
    await channel.reset();
  });
});

describe.each(HDLC)('our station in the place of the foreign meter, $name', (capture) => {
  /** A UA is the same where it means the same: a foreign meter names the defaults, and names them to DISC too. */
  const meaning = (octets: Uint8Array): string => {
    const { control, information, ...frame } = decodeFrame(octets);
    if (control.kind !== 'UA') return toHex(octets);
    const parameters = { ...DEFAULT_PARAMETERS, ...decodeParameters(information).parameters };
    return JSON.stringify({ ...frame, control, parameters });
  };

  it('says the same octets to what the foreign client says', () => {
    const station = new SecondaryStation(METER, { ...conformingHdlc, informationLength: () => FOREIGN_SEGMENT });
    const answers = [...apdusOf(capture, 'S>C')];
    const lines = capture.lines.flatMap(({ from, octets }) => {
      if (from === 'S>C') return [];
      station.receive(octets, 0);
      for (const event of station.takeEvents()) {
        if (event.kind === 'apdu') station.answer(event.link, answers.shift() ?? 'nothing', 0);
      }
      return station.takeOutput().map(meaning);
    });
    const captured = capture.lines.flatMap(({ from, octets }) => (from === 'S>C' ? [meaning(octets)] : []));
    expect(lines).toEqual(captured);
    expect(answers).toEqual([]);
  });
});
