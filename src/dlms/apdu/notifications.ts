import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { Data } from '#dlms/codec/data';
import { decodeData } from '#dlms/codec/data-decoder';
import { encodeData } from '#dlms/codec/data-encoder';
import type { CosemDateTime } from '#dlms/codec/date-time';
import { decodeDateTimeString, encodeDateTimeString } from './date-time-string';
import { type AttributeDescriptor, decodeAttributeDescriptor, encodeAttributeDescriptor } from './descriptors';

/** data-notification (0F), xdlms.md 9.2. */
export interface DataNotification {
  readonly kind: 'data-notification';
  /** bits 0..23 id, 30 confirmed, 31 high priority */
  readonly longInvokeIdAndPriority: number;
  readonly dateTime?: CosemDateTime;
  readonly body: Data;
}

/** event-notification-request (C2), xdlms.md 9.1. */
export interface EventNotification {
  readonly kind: 'event-notification';
  readonly time?: CosemDateTime;
  readonly attribute: AttributeDescriptor;
  readonly value: Data;
}

/** `0F ‖ u32 ‖ 00 or 0C date-time ‖ Data` (GB 9.4.6.8). */
export function encodeDataNotification(writer: ByteWriter, notification: DataNotification): void {
  writer.u8(0x0f).u32(notification.longInvokeIdAndPriority);
  encodeDateTimeString(writer, notification.dateTime);
  encodeData(writer, notification.body);
}

/** The reader stands behind the tag. @throws PeerProtocolError for a date-time of neither 0 nor 12 octets */
export function decodeDataNotification(reader: ByteReader): DataNotification {
  const longInvokeIdAndPriority = reader.u32('long-invoke-id-and-priority');
  const dateTime = decodeDateTimeString(reader);
  const body = decodeData(reader);
  return { kind: 'data-notification', longInvokeIdAndPriority, ...(dateTime && { dateTime }), body };
}

/** `C2 ‖ 00 or 01 0C date-time ‖ attribute descriptor ‖ Data` (GB 9.4.6.7). */
export function encodeEventNotification(writer: ByteWriter, notification: EventNotification): void {
  writer.u8(0xc2);
  if (notification.time) encodeDateTimeString(writer.u8(1), notification.time);
  else writer.u8(0);
  encodeAttributeDescriptor(writer, notification.attribute);
  encodeData(writer, notification.value);
}

/** The reader stands behind the tag. Other codings of the time that stacks are known to use are refused. */
export function decodeEventNotification(reader: ByteReader): EventNotification {
  const time = reader.presence('time') ? decodePresentTime(reader) : undefined;
  const attribute = decodeAttributeDescriptor(reader);
  return { kind: 'event-notification', ...(time && { time }), attribute, value: decodeData(reader) };
}

/** What is announced as present must not be empty. */
function decodePresentTime(reader: ByteReader): CosemDateTime {
  const at = reader.offset;
  return decodeDateTimeString(reader) ?? reader.failAt(at, 'time: announced as present, but empty');
}
