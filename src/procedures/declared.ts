import { LocalProtocolError } from '#dlms/errors';

/**
 * What a rig must declare for the case that asks for it.
 * @throws LocalProtocolError where it does not: the scenario should not have been applicable
 */
export function declared<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new LocalProtocolError(`the rig names no ${what}, and this case needs it`);
  return value;
}
