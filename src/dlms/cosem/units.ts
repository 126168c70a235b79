/** Units of scaler_unit by their code (BB 4.3.2, table of units): those that an electricity meter shows, and their kin. */
const UNITS: Readonly<Record<number, string>> = {
  1: 'a',
  2: 'mo',
  3: 'wk',
  4: 'd',
  5: 'h',
  6: 'min',
  7: 's',
  8: '°',
  9: '°C',
  10: 'currency',
  11: 'm',
  13: 'm³',
  14: 'm³ corrected',
  19: 'l',
  20: 'kg',
  23: 'Pa',
  24: 'bar',
  25: 'J',
  26: 'J/h',
  27: 'W',
  28: 'VA',
  29: 'var',
  30: 'Wh',
  31: 'VAh',
  32: 'varh',
  33: 'A',
  34: 'C',
  35: 'V',
  38: 'Ω',
  44: 'Hz',
  45: '1/Wh',
  46: '1/varh',
  47: '1/VAh',
  48: 'V²h',
  49: 'A²h',
  52: 'K',
  56: '%',
  57: 'Ah',
  70: 'dBm',
  71: 'dBµV',
  72: 'dB',
  254: 'other',
  255: 'no unit',
};

const CODES: ReadonlyMap<string, number> = new Map(Object.entries(UNITS).map(([code, name]) => [name, Number(code)]));

/** `Wh`; undefined for a code that is reserved or not in our table. */
export function unitName(code: number): string | undefined {
  return UNITS[code];
}

/** 30 for `Wh`. */
export function unitCode(name: string): number | undefined {
  return CODES.get(name);
}
