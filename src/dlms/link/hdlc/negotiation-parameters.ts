import { ByteReader } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { concat } from '#dlms/codec/hex';

/**
 * What SNRM and UA negotiate, as the station sees it that sends the field (IEC 62056-46 6.4.4.4.3.2, hdlc.md 7.1).
 * Lengths are octets of the information field, LLC header included: 32..2030; windows are frames: 1..7.
 */
export interface LinkParameters {
  readonly maxInfoTransmit: number;
  readonly maxInfoReceive: number;
  readonly windowTransmit: number;
  readonly windowReceive: number;
}

/** A parameter that is absent has its default. */
export type ProposedParameters = Partial<LinkParameters>;

/** An information field of SNRM or UA that could be read. `unknown`: identifiers in the group that no standard names. */
export interface ParameterField {
  readonly parameters: ProposedParameters;
  readonly unknown: readonly number[];
}

/** How numbers are coded: lengths in one octet (up to 255), in two, or as short as possible; windows in 1, 2 or 4. */
export interface ParameterEncoding {
  readonly lengthOctets: 1 | 2 | 'shortest';
  readonly windowOctets: 1 | 2 | 4;
}

export const DEFAULT_PARAMETERS: LinkParameters = {
  maxInfoTransmit: 128,
  maxInfoReceive: 128,
  windowTransmit: 1,
  windowReceive: 1,
};

export const USUAL_ENCODING: ParameterEncoding = { lengthOctets: 'shortest', windowOctets: 4 };

const FORMAT = 0x81;
const PARAMETER_GROUP = 0x80;
const USER_GROUP = 0xf0;
const USER_DATA = 0xff;

interface ParameterRow {
  readonly id: number;
  readonly name: keyof LinkParameters;
  /** octets that its value may have; none says that it has its default */
  readonly octets: readonly number[];
}

const LENGTH_OCTETS = [0, 1, 2];
const WINDOW_OCTETS = [0, 1, 2, 4];

const ROWS: readonly ParameterRow[] = [
  { id: 0x05, name: 'maxInfoTransmit', octets: LENGTH_OCTETS },
  { id: 0x06, name: 'maxInfoReceive', octets: LENGTH_OCTETS },
  { id: 0x07, name: 'windowTransmit', octets: WINDOW_OCTETS },
  { id: 0x08, name: 'windowReceive', octets: WINDOW_OCTETS },
];

/**
 * Octets: 81, 80, group length, then identifier, length and value of each parameter; behind the group, user-defined
 * groups F0 and user data FF, which are passed over. An empty field names nothing.
 * @throws PeerProtocolError when the list is broken
 */
export function decodeParameters(information: Uint8Array): ParameterField {
  if (information.length === 0) return { parameters: {}, unknown: [] };
  const reader = new ByteReader(information);
  if (reader.u8('format identifier') !== FORMAT) reader.failAt(0, 'format identifier: expected 81');
  if (reader.u8('group identifier') !== PARAMETER_GROUP) reader.failAt(1, 'group identifier: expected 80');
  const field = readGroup(reader.sub(reader.u8('group length'), 'parameter group'));
  passOverUserGroups(reader);
  return field;
}

function readGroup(group: ByteReader): ParameterField {
  const parameters: { -readonly [name in keyof LinkParameters]?: number } = {};
  const unknown: number[] = [];
  while (group.remaining > 0) {
    const id = group.u8('parameter identifier');
    const row = ROWS.find((candidate) => candidate.id === id);
    const value = readValue(group, row);
    if (row === undefined) unknown.push(id);
    else if (value === 0) delete parameters[row.name];
    else parameters[row.name] = value;
  }
  return { parameters, unknown };
}

function readValue(group: ByteReader, row: ParameterRow | undefined): number {
  const length = group.u8('parameter length');
  if (row !== undefined && !row.octets.includes(length)) {
    group.failAt(group.offset - 1, `parameter ${row.id}: a value of ${length} octets`);
  }
  return group.take(length, 'parameter value').reduce((value, octet) => value * 256 + octet, 0);
}

function passOverUserGroups(reader: ByteReader): void {
  while (reader.remaining > 0) {
    const id = reader.u8('group identifier');
    if (id === USER_DATA) return;
    if (id !== USER_GROUP) reader.failAt(reader.offset - 1, 'group identifier: expected F0 or FF');
    reader.take(reader.u8('group length'), 'user-defined group');
  }
}

/**
 * Only the parameters given are named; where none is, the field is empty and with it absent.
 * @throws LocalProtocolError when a value does not fit its octets
 */
export function encodeParameters(parameters: ProposedParameters, encoding = USUAL_ENCODING): Uint8Array {
  const group = new ByteWriter();
  for (const { id, name } of ROWS) {
    const value = parameters[name];
    if (value !== undefined) writeParameter(group, id, value, octetsOf(name, value, encoding));
  }
  if (group.size === 0) return new Uint8Array(0);
  return concat(Uint8Array.of(FORMAT, PARAMETER_GROUP, group.size), group.toBytes());
}

function octetsOf(name: keyof LinkParameters, value: number, encoding: ParameterEncoding): 1 | 2 | 4 {
  if (name === 'windowTransmit' || name === 'windowReceive') return encoding.windowOctets;
  if (encoding.lengthOctets === 'shortest') return value > 0xff ? 2 : 1;
  return encoding.lengthOctets;
}

function writeParameter(group: ByteWriter, id: number, value: number, octets: 1 | 2 | 4): void {
  group.u8(id).u8(octets);
  if (octets === 1) group.u8(value);
  else if (octets === 2) group.u16(value);
  else group.u32(value);
}

/** The same parameters without those that have their default: they may be left out (hdlc.md 7.1). */
export function withoutDefaults(parameters: LinkParameters): ProposedParameters {
  const kept = ROWS.filter(({ name }) => parameters[name] !== DEFAULT_PARAMETERS[name]);
  return Object.fromEntries(kept.map(({ name }) => [name, parameters[name]]));
}

/** The same parameters as the other station sees them: what one transmits the other receives. */
export function crosswise(parameters: LinkParameters): LinkParameters {
  return {
    maxInfoTransmit: parameters.maxInfoReceive,
    maxInfoReceive: parameters.maxInfoTransmit,
    windowTransmit: parameters.windowReceive,
    windowReceive: parameters.windowTransmit,
  };
}

/**
 * For each direction the smaller of what one station names and what the other can do, as the other sees it: the
 * server over a proposal with its limits, the client over a UA with its proposal.
 */
export function negotiated(named: ProposedParameters, limits: LinkParameters): LinkParameters {
  const theirs = crosswise({ ...DEFAULT_PARAMETERS, ...named });
  return {
    maxInfoTransmit: Math.min(theirs.maxInfoTransmit, limits.maxInfoTransmit),
    maxInfoReceive: Math.min(theirs.maxInfoReceive, limits.maxInfoReceive),
    windowTransmit: Math.min(theirs.windowTransmit, limits.windowTransmit),
    windowReceive: Math.min(theirs.windowReceive, limits.windowReceive),
  };
}
