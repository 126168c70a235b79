import { decodeSequenceOf } from '#dlms/apdu/sequence-of';
import { ByteReader } from '#dlms/codec/byte-reader';
import type { Data } from '#dlms/codec/data';
import { decodeData, decodeWholeData } from '#dlms/codec/data-decoder';
import { PeerProtocolError } from '#dlms/errors';

/** The value that the joined blocks of a long request hold, or undefined when they hold none. */
export function valueFrom(raw: Uint8Array): Data | undefined {
  return unlessMalformed(() => decodeWholeData(raw));
}

/** The list of values that they hold: count, then each. */
export function listFrom(raw: Uint8Array): readonly Data[] | undefined {
  return unlessMalformed(() => {
    const reader = new ByteReader(raw);
    const values = decodeSequenceOf(reader, decodeData, 'values');
    reader.expectEnd('values');
    return values;
  });
}

function unlessMalformed<Value>(decode: () => Value): Value | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}
