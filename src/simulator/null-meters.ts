import { LocalProtocolError } from '#dlms/errors';
import type { Endpoint } from '#transport/endpoint';

/** A meter that understands nothing: against it no test may pass that is worth its name. */
export function nullMeter(id: string): Endpoint {
  throw new LocalProtocolError(`null meter ${id} is not built`);
}
