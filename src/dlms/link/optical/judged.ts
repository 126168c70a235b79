import { PeerProtocolError } from '#dlms/errors';

/** What a decoder makes of what was received; undefined, and the violation told, where it makes nothing of it. */
export function judged<Value>(decode: () => Value, tell: (error: PeerProtocolError) => void): Value | undefined {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof PeerProtocolError)) throw error;
    tell(error);
    return undefined;
  }
}
