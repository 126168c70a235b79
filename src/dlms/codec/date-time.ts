/**
 * Date, time and date-time exactly as they stand on the wire (BB 4.1.6.1): wildcards are `undefined`, special
 * values have names, nothing goes through `Date`.
 */
export interface CosemDate {
  readonly year: number | undefined;
  readonly month: number | 'daylight-savings-begin' | 'daylight-savings-end' | undefined;
  readonly dayOfMonth: number | 'last' | 'second-last' | undefined;
  /** 1 Monday .. 7 Sunday */
  readonly dayOfWeek: number | undefined;
}

export interface CosemTime {
  readonly hour: number | undefined;
  readonly minute: number | undefined;
  readonly second: number | undefined;
  readonly hundredths: number | undefined;
}

export interface CosemDateTime extends CosemDate, CosemTime {
  /** Minutes from local time to UTC (UTC = local + deviation); undefined for 8000h, not specified. */
  readonly deviation: number | undefined;
  /** The status octet; undefined for FFh, not specified. */
  readonly clockStatus: number | undefined;
}
