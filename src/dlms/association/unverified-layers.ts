import { PeerProtocolError } from '#dlms/errors';
import type { ReceivedLayer } from './protection-choice';

/**
 * Does something with the octets inside layers. Where nothing but encryption protected them, a wrong key, title or
 * counter shows only in octets that mean nothing: then the error says so.
 * @throws PeerProtocolError as `attempt` does
 */
export function insideOf<T>(layers: readonly ReceivedLayer[], attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    const isVerified = layers.some((layer) => layer.form === 'general-signing' || layer.control.authenticated);
    const isInClear = layers.every((layer) => layer.form === 'general-signing' || !layer.control.encrypted);
    if (isVerified || isInClear || !(error instanceof PeerProtocolError)) throw error;
    const doubt = 'encrypted without a tag, so that key, system title or invocation counter may be wrong';
    throw new PeerProtocolError(`${error.reason} (${doubt})`, error.octets, error.offset);
  }
}
