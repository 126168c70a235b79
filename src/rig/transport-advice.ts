import { kindsWith } from './transport-schema';

/** Settings of a serial line, which a person may look for where a socket cannot have them. */
const SERIAL_FIELDS = new Set(['baud', 'dataBits', 'parity', 'stopBits']);
const SIGN_ON_FIELDS = new Set(['signOn', 'maxBaud', 'wakeUp', 'parityBy']);

const SIGN_ON =
  'a sign-on by mode E changes the speed of the line, which this kind of transport cannot: use optical, or rfc2217 with signOn: modeE';
const SPEED =
  'this kind of transport cannot set a speed or format: use serial, or rfc2217 for the port of another computer';

/**
 * What to do about a field of `transport:` that another kind of transport has.
 *
 * @returns undefined where none has it
 */
export function misplacedField(name: string): string | undefined {
  const kinds = kindsWith(name);
  if (kinds.length === 0) return undefined;
  if (SIGN_ON_FIELDS.has(name)) return SIGN_ON;
  return SERIAL_FIELDS.has(name) ? SPEED : `belongs to kind: ${kinds.join(' or ')}`;
}
