import { fromHex, toHex } from '#dlms/codec/hex';
import { encodeServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { corrupt } from '#dlms/link/hdlc/edit';
import { command, DISC, DM, RR0, RR0_ANSWER, response, SNRM, UA } from './bench-frame';
import { ANSWER, type Departure, expectAllToShow, LIMITS, NOTHING, REQUEST } from './departure';

const group = (frame: string): string => toHex(corrupt(fromHex(frame)).destination(fromHex('FF')));
const from = (source: string): string => toHex(corrupt(fromHex(SNRM)).sourceAddress(fromHex(source)));
const to = (destination: string): string => toHex(corrupt(fromHex(SNRM)).destination(fromHex(destination)));

const DEPARTURES: readonly Departure[] = [
  {
    title: 'believes a wrong FCS',
    decisions: { acceptsFrameCheck: () => true },
    says: [toHex(corrupt(fromHex(SNRM)).fcs())],
    hears: [UA],
  },
  {
    title: 'takes a source of two octets',
    decisions: { acceptsSourceLength: () => true },
    says: [from('0421')],
    hears: ['7EA00804210373'],
  },
  {
    title: 'takes NO_STATION for a client',
    decisions: { acceptsClientAddress: () => true },
    says: [from('01')],
    hears: ['7EA007010373'],
  },
  {
    title: 'serves foreign logical devices',
    decisions: { isOwnUpper: () => true },
    says: [to('05')],
    hears: ['7EA007210573'],
  },
  {
    title: 'serves foreign physical devices',
    decisions: { isOwnLower: () => true },
    says: [to('0225')],
    hears: ['7EA00821022573'],
  },
  { title: 'serves NO_STATION', decisions: { servesNoStation: () => true }, says: [to('01')], hears: ['7EA007210173'] },
  {
    title: 'answers ALL_STATION',
    decisions: { acceptsGroupCommand: () => true },
    says: [group(SNRM)],
    hears: ['7EA00721FF73'],
  },
  {
    title: 'wants addresses of one length',
    decisions: { acceptsAddressLength: ({ length }) => length === 4 },
    says: [SNRM],
    hears: NOTHING,
  },
  {
    title: 'reads addresses of three octets',
    decisions: { readsDestination: () => serverAddress(1, 1) },
    says: [to('020423')],
    hears: ['7EA0092102042373'],
  },
  {
    title: 'answers two octets with four',
    decisions: {
      answerSource: (_, own) => encodeServerAddress({ length: 4, upper: own.upper, lower: own.lower ?? 0x11 }),
    },
    says: [to('0223')],
    hears: ['7EA00A210002002373'],
  },
  {
    title: 'answers another client',
    decisions: { answerDestination: () => fromHex('41') },
    says: [SNRM],
    hears: ['7EA007410373'],
  },
  {
    title: 'takes all clients for one',
    decisions: { linkKey: () => '' },
    says: [SNRM, toHex(corrupt(fromHex(RR0)).sourceAddress(fromHex('41')))],
    hears: ['7EA007410311'],
  },
  { title: 'accepts no link', decisions: { acceptsLink: () => false }, says: [SNRM], hears: [DM] },
  { title: 'wants parameters in SNRM', decisions: { acceptsBareSnrm: () => false }, says: [SNRM], hears: [DM] },
  {
    title: 'accepts unknown parameters',
    decisions: { acceptsParameterFault: () => true },
    says: [command(0x93, '8180030A0101')],
    hears: [response(0x73, '818012050180060180070400000001080400000001')],
  },
  {
    title: 'reads no parameters',
    decisions: { readsParameters: () => ({ parameters: {}, unknown: [] }) },
    says: [command(0x93, '8180030A0101')],
    hears: [response(0x73, '818012050180060180070400000001080400000001')],
  },
  {
    title: 'refuses without a word',
    decisions: { answersRefusedSnrm: () => 'silence' },
    says: [command(0x93, '8180030A0101')],
    hears: NOTHING,
  },
  {
    title: 'is connected though it has refused',
    decisions: { linkAfterRefusal: () => 'up' },
    says: [command(0x93, '8180030A0101'), RR0],
    hears: [RR0_ANSWER],
  },
  {
    title: 'answers more than was proposed',
    decisions: { negotiates: (_, own) => own },
    settings: { limits: { ...LIMITS, maxInfoTransmit: 512 } },
    says: [SNRM],
    hears: [response(0x73, '81801005020200070400000007080400000007')],
  },
  { title: 'ignores a second SNRM', decisions: { onSecondSnrm: () => 'ignored' }, says: [SNRM, SNRM], hears: NOTHING },
  { title: 'refuses a second SNRM', decisions: { onSecondSnrm: () => 'refused' }, says: [SNRM, SNRM], hears: [DM] },
  {
    title: 'keeps its numbers over a second SNRM',
    decisions: { onSecondSnrm: () => 'confirmed-only' },
    says: [SNRM, REQUEST, SNRM, command(0x31)],
    hears: [response(0x31)],
  },
  {
    title: 'does not recover by SNRM',
    decisions: { recoversBySnrm: () => false },
    says: [SNRM, command(0xff), SNRM],
    hears: NOTHING,
  },
  {
    title: 'keeps segments over SNRM',
    decisions: { dropsSegmentsOnSnrm: () => false },
    says: [SNRM, command(0x10, 'E6E600AA', true), SNRM, command(0x10, 'BB')],
    hears: [response(0x30, 'E6E700AABB')],
  },
  { title: 'always answers DISC with DM', decisions: { answersDisc: () => 'DM' }, says: [SNRM, DISC], hears: [DM] },
  {
    title: 'does not answer DISC with information',
    decisions: { answersDisc: ({ informationLength }) => (informationLength > 0 ? 'silence' : 'UA') },
    says: [SNRM, command(0x53, '01')],
    hears: NOTHING,
  },
  { title: 'does not obey DISC', decisions: { obeysDisc: () => false }, says: [SNRM, DISC, RR0], hears: [RR0_ANSWER] },
  {
    title: 'serves while disconnected',
    decisions: { whileDisconnected: () => 'serves' },
    says: [REQUEST],
    hears: [ANSWER],
  },
  {
    title: 'is silent while disconnected',
    decisions: { whileDisconnected: () => 'silence' },
    says: [RR0],
    hears: NOTHING,
  },
  {
    title: 'never signs off',
    decisions: { inactivityMs: () => undefined },
    says: [SNRM, 240_000, RR0],
    hears: [RR0_ANSWER],
  },
  { title: 'signs off early', decisions: { inactivityMs: (ms) => ms / 2 }, says: [SNRM, 61_000, RR0], hears: [DM] },
  {
    title: 'lets no traffic restart its inactivity time',
    decisions: { restartsInactivity: () => false },
    says: [SNRM, 70_000, RR0, 60_000, RR0],
    hears: [DM],
  },
  { title: 'says that it signs off', decisions: { saysOnInactivity: () => 'DM' }, says: [SNRM, 120_000], hears: [DM] },
  {
    title: 'forgets no broken frame',
    decisions: { interOctetMs: () => undefined, trustsLength: () => true },
    says: [SNRM, RR0.slice(0, 12), 500, RR0],
    hears: NOTHING,
  },
];

expectAllToShow(DEPARTURES);
