import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { AttributeDescriptor, SelectiveAccess } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { array, doubleLongUnsigned, integer, longUnsigned, octetString, structure } from '#dlms/codec/data-values';
import { encodeDateTime } from '#dlms/codec/date-time';
import { encodeObis } from '#dlms/codec/obis';

const RANGE_DESCRIPTOR = 1;
const ENTRY_DESCRIPTOR = 2;
const WHOLE_ATTRIBUTE = 0;
const LAST_COLUMN = 0;
/** Octets of a date-time from the minutes to the hundredths. */
const [MINUTES_AT, DEVIATION_AT] = [6, 9];
/** A day far back, for a clock that cannot be read; any range is one (date-time, BB 4.1.6.1). */
const SOME_DAY = Uint8Array.of(0x07, 0xd0, 0x01, 0x01, 0xff, 0, 0, 0, 0, 0x80, 0, 0);

/** The rows of the hour in which the meter's clock is now, by range_descriptor (xdlms.md 12). */
export async function rangeOfThisHour(client: DlmsClient, clock: AttributeDescriptor): Promise<SelectiveAccess> {
  const [result] = (await getAttribute(client, clock)).results ?? [];
  const now = (result !== undefined && 'data' in result && dateTimeIn(result.data)) || SOME_DAY;
  const fullHour = now.map((octet, at) => (at >= MINUTES_AT && at < DEVIATION_AT ? 0 : octet));
  return range(clock, fullHour, now);
}

/** Rows by number from 1 upwards; 0 as `to` stands for the last one. */
export function entries(from: number, to: number): SelectiveAccess {
  const rows = [doubleLongUnsigned(from), doubleLongUnsigned(to)];
  return { selector: ENTRY_DESCRIPTOR, parameters: structure(...rows, longUnsigned(1), longUnsigned(LAST_COLUMN)) };
}

function range(clock: AttributeDescriptor, from: Uint8Array, to: Uint8Array): SelectiveAccess {
  const { classId, logicalName, attributeId } = clock;
  const column = structure(
    longUnsigned(classId),
    octetString(encodeObis(logicalName)),
    integer(attributeId),
    longUnsigned(WHOLE_ATTRIBUTE),
  );
  return { selector: RANGE_DESCRIPTOR, parameters: structure(column, octetString(from), octetString(to), array()) };
}

function dateTimeIn(value: Data): Uint8Array | undefined {
  if (value.type === 'date-time') return encodeDateTime(value.value);
  return value.type === 'octet-string' && value.value.length === SOME_DAY.length ? value.value : undefined;
}
