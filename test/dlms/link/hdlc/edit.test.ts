import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { controlText } from '#dlms/link/hdlc/control';
import { CRC_RESIDUE, crcRegister } from '#dlms/link/hdlc/crc16';
import { corrupt } from '#dlms/link/hdlc/edit';
import { decodeFrame, encodeFrame } from '#dlms/link/hdlc/frame';

const SNRM = fromHex('7EA0070321930F017E');
const SNRM_WITH_PARAMETERS = fromHex('7EA01E032193CD3B818012050180060180070400000001080400000001533B7E');

describe('edits give the malformed frames of the reference', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'wrong FCS',
      corrupt(SNRM_WITH_PARAMETERS).fcs(8),
      '7EA01E032193CD3B818012050180060180070400000001080400000001533A7E',
    ],
    ['wrong FCS without information', corrupt(SNRM).fcs(8), '7EA0070321930F007E'],
    ['length one too big', corrupt(SNRM).lengthOffBy(1), '7EA008032193F6B37E'],
    ['length one too small', corrupt(SNRM).lengthOffBy(-1), '7EA006032193B41D7E'],
    ['another format type', corrupt(SNRM).formatType(0), '7E0007032193CBEB7E'],
    ['source of two octets', corrupt(SNRM).sourceAddress(fromHex('0421')), '7EA0080304219338F77E'],
    ['source ALL_STATION', corrupt(SNRM).sourceAddress(fromHex('FF')), '7EA00703FF9324C47E'],
    ['destination of three octets', corrupt(SNRM).destination(fromHex('020423')), '7EA0090204232193 5F587E'],
    ['destination NO_STATION', corrupt(SNRM).destination(fromHex('01')), '7EA007012193B7B47E'],
    ['destination ALL_STATION', corrupt(SNRM).destination(fromHex('FF')), '7EA007FF219398287E'],
    ['unknown control field', corrupt(SNRM).control(0xff), '7EA0070321FF65A87E'],
  ])('%s', (_, octets, expected) => {
    expect(toHex(octets)).toBe(expected.replaceAll(' ', ''));
  });

  it('a wrong HCS with the FCS right over it, or as of the right frame', () => {
    const recomputed = corrupt(SNRM_WITH_PARAMETERS).hcs();
    const kept = corrupt(SNRM_WITH_PARAMETERS).hcs(0, 'kept');
    expect(toHex(recomputed.subarray(0, 8))).toBe('7EA01E032193CC3B');
    expect(crcRegister(recomputed, 1, recomputed.length - 1)).toBe(CRC_RESIDUE);
    expect(kept.subarray(0, 29)).toEqual(recomputed.subarray(0, 29));
    expect(kept.subarray(29)).toEqual(SNRM_WITH_PARAMETERS.subarray(29));
  });
});

describe('an edit makes one thing wrong', () => {
  it.each<[string, Uint8Array, string]>([
    ['HCS', corrupt(SNRM_WITH_PARAMETERS).hcs(3), 'wrong HCS'],
    ['HCS, FCS kept', corrupt(SNRM_WITH_PARAMETERS).hcs(15, 'kept'), 'wrong HCS'],
    ['FCS', corrupt(SNRM_WITH_PARAMETERS).fcs(15), 'wrong FCS'],
    ['format type 8', corrupt(SNRM_WITH_PARAMETERS).formatType(0x8), 'format type'],
    ['opening flag', corrupt(SNRM).withoutOpeningFlag(), 'no opening flag'],
    ['closing flag', corrupt(SNRM).withoutClosingFlag(), 'cut short'],
    ['both flags', corrupt(SNRM).withoutFlags(), 'no opening flag'],
    ['cut', corrupt(SNRM).cut(4), 'cut short'],
    ['shortened to 6, length kept', corrupt(SNRM).shortened(6, 'kept'), 'cut short'],
    ['shortened to 6, length adjusted', corrupt(SNRM).shortened(6, 'adjusted'), 'length field below 7'],
    ['shortened to 1', corrupt(SNRM).shortened(1, 'adjusted'), 'cut short'],
  ])('%s', (_, octets, reason) => {
    expect(() => decodeFrame(octets)).toThrow(PeerProtocolError);
    expect(() => decodeFrame(octets)).toThrow(reason);
  });

  it('and leaves a frame whole where only its contents are wrong', () => {
    const withField = decodeFrame(corrupt(fromHex('7EA00703211115A67E')).information(fromHex('0102')));
    expect([controlText(withField.control), toHex(withField.information)]).toEqual(['RR N(R)=0 P/F', '0102']);
    const bare = decodeFrame(corrupt(SNRM_WITH_PARAMETERS).information(new Uint8Array(0)));
    expect(encodeFrame(bare)).toEqual(SNRM);
    expect(decodeFrame(corrupt(SNRM).emptyInformation())).toEqual(decodeFrame(SNRM));
    expect(corrupt(SNRM).emptyInformation()).toHaveLength(SNRM.length + 2);
  });

  it('keeps the rest of the frame', () => {
    const edited = decodeFrame(corrupt(SNRM_WITH_PARAMETERS).destination(fromHex('00020023')));
    expect(edited).toEqual({ ...decodeFrame(SNRM_WITH_PARAMETERS), destination: fromHex('00020023') });
  });
});

describe('an edit that would leave the frame right is ours', () => {
  it.each<[string, () => unknown]>([
    ['no frame', () => corrupt(fromHex('7E7E'))],
    ['two frames', () => corrupt(fromHex('7EA0070321930F017E7EA0070321930F017E'))],
    ['a malformed frame', () => corrupt(corrupt(SNRM).fcs())],
    ['HCS where there is none', () => corrupt(SNRM).hcs()],
    ['length off by nothing', () => corrupt(SNRM).lengthOffBy(0)],
    ['a length that cannot be said', () => corrupt(SNRM).lengthOffBy(2041)],
    ['the right format type', () => corrupt(SNRM).formatType(0xa)],
    ['the control field it has', () => corrupt(SNRM).control(0x93)],
    ['a cut behind the end', () => corrupt(SNRM).cut(9)],
    ['shortened to what it has', () => corrupt(SNRM).shortened(7, 'kept')],
    ['a bit that is not there', () => corrupt(SNRM).fcs(16)],
    ['an empty field where there is one', () => corrupt(SNRM_WITH_PARAMETERS).emptyInformation()],
  ])('%s', (_, edit) => {
    expect(edit).toThrow(LocalProtocolError);
  });
});
