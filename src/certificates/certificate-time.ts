import { MalformedCertificate } from './malformed-certificate';

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

/** 99991231235959Z: a certificate without an end (RFC 5280, 4.1.2.5), as those of meters may be. */
export const NO_END = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * A Time of X.509 in ms since 1970-01-01: UTCTime YYMMDDhhmmssZ of the years 1950 to 2049, or GeneralizedTime
 * YYYYMMDDhhmmssZ, both to the second and in UTC (RFC 5280, 4.1.2.5).
 * @param tag identifier octet of the element
 * @throws MalformedCertificate naming `field`
 */
export function timeIn(tag: number, content: Uint8Array, field: string): number {
  const text = Buffer.from(content).toString('latin1');
  const digits = tag === UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? 20 : 19}${text}` : text;
  const ms = tag === UTC_TIME || tag === GENERALIZED_TIME ? instantOf(digits) : undefined;
  if (ms !== undefined) return ms;
  throw new MalformedCertificate(field, 'UTCTime YYMMDDhhmmssZ or GeneralizedTime YYYYMMDDhhmmssZ', content, 0);
}

function instantOf(digits: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const written = date.toISOString().replace(/[-:T]/g, '').replace('.000', '');
  return written === digits ? date.getTime() : undefined;
}
