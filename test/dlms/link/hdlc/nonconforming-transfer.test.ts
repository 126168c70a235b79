import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '#dlms/codec/hex';
import type { HdlcDecisions } from '#dlms/link/hdlc/decisions/hdlc-decisions';
import { LLC_RESPONSE, withLlc } from '#dlms/link/hdlc/llc';
import { cutIntoSegments } from '#dlms/link/hdlc/segmentation';
import { command, DISC, DM, RR0_ANSWER, response, SNRM } from './bench-frame';
import { BenchMeter } from './bench-meter';
import { ANSWER, type Departure, expectAllToShow, LIMITS, NOTHING, REQUEST } from './departure';

const proposal = command(0x93, '818014050207EE060207EE070400000007080400000007');

const DEPARTURES: readonly Departure[] = [
  {
    title: 'speaks without P',
    decisions: { answersWithoutPoll: () => true },
    says: [SNRM, command(0x01)],
    hears: [RR0_ANSWER],
  },
  {
    title: 'hears nothing for a while after it has spoken',
    decisions: { deafMs: () => 1_000_000 },
    says: [SNRM, DISC],
    hears: NOTHING,
  },
  {
    title: 'rejects in silence',
    decisions: { answersRejectable: () => 'silence' },
    says: [SNRM, command(0xff)],
    hears: NOTHING,
  },
  {
    title: 'rejects response codes',
    decisions: { answersResponseCode: () => 'FRMR' },
    says: [SNRM, command(0x73)],
    hears: [response(0x97, '730001')],
  },
  {
    title: 'serves RR with information',
    decisions: { servesSurplusInformation: () => true },
    says: [SNRM, command(0x11, '00')],
    hears: [RR0_ANSWER],
  },
  {
    title: 'serves information that is too long',
    decisions: { acceptsInformationLength: () => true },
    says: [SNRM, command(0x10, `E6E600${'00'.repeat(130)}`, true)],
    hears: [response(0x31)],
  },
  {
    title: 'ignores a wrong N(R)',
    decisions: { acceptsReceiveNumber: () => true },
    says: [SNRM, command(0x31)],
    hears: [RR0_ANSWER],
  },
  {
    title: 'executes a repeated frame twice',
    decisions: { acceptsSendNumber: () => true },
    says: [SNRM, REQUEST, command(0x30, 'E6E600AA')],
    hears: [response(0x32, 'E6E700AA')],
  },
  {
    title: 'rejects a wrong N(S)',
    decisions: { answersBadSendNumber: () => 'FRMR' },
    says: [SNRM, command(0x12, 'E6E600AA')],
    hears: [response(0x97, '120001')],
  },
  {
    title: 'is silent to a wrong N(S)',
    decisions: { answersBadSendNumber: () => 'silence' },
    says: [SNRM, command(0x12, 'E6E600AA')],
    hears: NOTHING,
  },
  {
    title: 'counts wrong',
    decisions: { receiveNumberAfter: (ns) => (ns + 1) % 7 },
    application: () => 'nothing',
    says: [SNRM, ...[0, 1, 2, 3, 4, 5, 6].map((ns) => command(0x10 | (ns << 1), 'E6E600AA'))],
    hears: [response(0x11)],
  },
  {
    title: 'takes one frame of a window only',
    decisions: { takesFurtherOfWindow: (index) => index === 0 },
    settings: { limits: LIMITS },
    says: [proposal, command(0x00, 'E6E600AA', true) + command(0x12, 'BB')],
    hears: [response(0x31)],
  },
  {
    title: 'does not repeat what was lost',
    decisions: { repeatsUnacknowledged: () => false },
    says: [SNRM, REQUEST, command(0x11)],
    hears: [response(0x31)],
  },
  {
    title: 'uses more than the window',
    decisions: { sendWindow: () => 2 },
    settings: { limits: { ...LIMITS, maxInfoTransmit: 4 } },
    says: [SNRM, command(0x10, 'E6E600AABB')],
    hears: [`${response(0x20, 'E6E700AA', true)}${response(0x32, 'BB').slice(2)}`],
  },
  {
    title: 'sends more than agreed in a frame',
    decisions: { informationLength: (length) => length + 1 },
    settings: { limits: { ...LIMITS, maxInfoTransmit: 4 } },
    says: [SNRM, command(0x10, 'E6E600AABB')],
    hears: [response(0x30, 'E6E700AABB')],
  },
  {
    title: 'repeats the LLC header in each segment',
    decisions: {
      segmentsOf: (apdu, longest) =>
        cutIntoSegments(apdu, longest - 3).map(({ information, more }) => ({
          information: withLlc(LLC_RESPONSE, information),
          more,
        })),
    },
    settings: { limits: { ...LIMITS, maxInfoTransmit: 4 } },
    says: [SNRM, command(0x10, 'E6E600AABB'), command(0x31)],
    hears: [response(0x32, 'E6E700BB')],
  },
  { title: 'sets no F', decisions: { finalBit: () => false }, says: [SNRM], hears: [response(0x63)] },
  {
    title: 'is not held by RNR',
    decisions: { heldByRnr: () => false },
    settings: { limits: { ...LIMITS, maxInfoTransmit: 4 } },
    says: [SNRM, command(0x10, 'E6E600AABB'), command(0x35)],
    hears: [response(0x32, 'BB')],
  },
  {
    title: 'takes any LLC header',
    decisions: { acceptsLlc: () => true },
    says: [SNRM, command(0x10, 'E6E700AA')],
    hears: [ANSWER],
  },
  {
    title: 'is silent to a wrong LLC header',
    decisions: { answersWrongLlc: () => 'silence' },
    says: [SNRM, command(0x10, 'E6E700AA')],
    hears: NOTHING,
  },
  {
    title: 'rejects a wrong LLC header',
    decisions: { answersWrongLlc: () => 'FRMR' },
    says: [SNRM, command(0x10, 'E6E700AA')],
    hears: [response(0x97, '102001')],
  },
  {
    title: 'is silent to an empty poll',
    decisions: { answersEmptyPoll: () => 'silence' },
    says: [SNRM, command(0x13)],
    hears: NOTHING,
  },
  {
    title: 'sends FRMR without information',
    decisions: { frmrInformation: () => undefined },
    says: [SNRM, command(0xff)],
    hears: ['7EA0072103972BE17E'],
  },
  {
    title: 'goes on after FRMR',
    decisions: { staysRejecting: () => false },
    says: [SNRM, command(0xff), REQUEST],
    hears: [ANSWER],
  },
  {
    title: 'answers what it cannot read',
    decisions: { onUnreadable: () => 'DM' },
    says: [SNRM, DISC, '7E0007032193CBEB7E'],
    hears: [DM],
  },
  {
    title: 'dies of what it cannot read',
    decisions: { onUnreadable: () => 'stalls' },
    says: ['7E0007032193CBEB7E', SNRM],
    hears: NOTHING,
  },
  {
    title: 'has something left to say after DISC',
    decisions: {
      sentOctets: (octets, { control }) => (control.kind === 'DM' ? concat(octets, fromHex('00FF')) : octets),
    },
    says: [DISC],
    hears: [`${DM}00FF`],
  },
];

expectAllToShow(DEPARTURES);

describe('a station that does not deliver UI', () => {
  it('shows it to its application alone', () => {
    const heard = (decisions: Partial<HdlcDecisions>): number => {
      const meter = new BenchMeter({}, decisions);
      meter.hears(command(0x03, 'E6E600C101'));
      return meter.events.filter(({ kind }) => kind === 'unnumbered').length;
    };
    expect([heard({}), heard({ deliversUnnumbered: () => false })]).toEqual([1, 0]);
  });
});
