import type { Heard } from '#client/heard-frames';
import { firstOf } from '#client/heard-frames';
import { ByteReader } from '#dlms/codec/byte-reader';
import {
  crosswise,
  DEFAULT_PARAMETERS,
  decodeParameters,
  type LinkParameters,
  type ProposedParameters,
} from '#dlms/link/hdlc/negotiation-parameters';
import { Examination, type Findings } from './findings';

type ParameterName = keyof LinkParameters;

interface ParameterForm {
  readonly id: number;
  readonly name: ParameterName;
  readonly text: string;
  readonly lowest: number;
  readonly highest: number;
}

const FORMS: readonly ParameterForm[] = [
  { id: 0x05, name: 'maxInfoTransmit', text: 'its longest information field sent', lowest: 32, highest: 2030 },
  { id: 0x06, name: 'maxInfoReceive', text: 'its longest information field received', lowest: 32, highest: 2030 },
  { id: 0x07, name: 'windowTransmit', text: 'its window sent', lowest: 1, highest: 7 },
  { id: 0x08, name: 'windowReceive', text: 'its window received', lowest: 1, highest: 7 },
];

export const LENGTHS: readonly ParameterName[] = ['maxInfoTransmit', 'maxInfoReceive'];
export const WINDOWS: readonly ParameterName[] = ['windowTransmit', 'windowReceive'];

/** Format identifier, group identifier, group length. */
const GROUP_AT = 3;

/**
 * What a UA names must lie within the proposal, read crosswise, and within the range of the standard; what it does not
 * name has its default (hdlc.md 7.1). Without a UA there is nothing to examine.
 * @param names parameters that the case is about
 */
export function examineUaParameters(
  what: string,
  heard: Heard,
  proposal: ProposedParameters,
  names: readonly ParameterName[] = [...LENGTHS, ...WINDOWS],
): Findings {
  const examination = new Examination();
  const ua = firstOf(heard, 'UA');
  if (ua === undefined) return examination;
  const limits = crosswise({ ...DEFAULT_PARAMETERS, ...proposal });
  const named = namedValues(ua.frame.information);
  for (const form of FORMS.filter(({ name }) => names.includes(name))) {
    examineParameter(what, form, named.get(form.id), limits[form.name], examination);
  }
  return examination;
}

/** The information field longest that the meter may send after this UA; undefined without one. */
export function longestSentAfter(heard: Heard): number | undefined {
  const ua = firstOf(heard, 'UA');
  if (ua === undefined) return undefined;
  return namedValues(ua.frame.information).get(0x05) ?? DEFAULT_PARAMETERS.maxInfoTransmit;
}

/** Identifiers in the UA that no standard names. */
export function unknownParameters(heard: Heard): readonly number[] {
  const ua = firstOf(heard, 'UA');
  return ua === undefined ? [] : decodeParameters(ua.frame.information).unknown;
}

function examineParameter(
  what: string,
  { name, text, lowest, highest }: ParameterForm,
  value: number | undefined,
  limit: number,
  examination: Examination,
): void {
  const said = value === undefined ? `${DEFAULT_PARAMETERS[name]}, since it names none` : `${value}`;
  const agreed = value ?? DEFAULT_PARAMETERS[name];
  examination.expect(agreed <= limit, `${what}: the meter says that ${text} is ${said}; ${limit} was proposed`);
  const isInRange = agreed >= lowest && agreed <= highest;
  examination.expect(isInRange, `${what}: the meter says that ${text} is ${said}, outside ${lowest}..${highest}`);
}

/**
 * Every value as it stands, a 0 too; a value of no octets names nothing.
 * @throws PeerProtocolError when the list is broken
 */
function namedValues(information: Uint8Array): ReadonlyMap<number, number> {
  const values = new Map<number, number>();
  if (information.length === 0) return values;
  decodeParameters(information);
  const group = new ByteReader(information.subarray(GROUP_AT, GROUP_AT + (information[GROUP_AT - 1] ?? 0)));
  while (group.remaining > 0) {
    const id = group.u8('parameter identifier');
    const octets = group.take(group.u8('parameter length'), 'parameter value');
    if (octets.length > 0)
      values.set(
        id,
        octets.reduce((value, octet) => value * 256 + octet, 0),
      );
  }
  return values;
}
