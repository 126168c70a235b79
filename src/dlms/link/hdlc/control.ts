/**
 * The control octet, modulo 8 (IEC 62056-46 6.4.3, hdlc.md 5). `pf` is P in commands and F in responses; `ns` and `nr`
 * are 0..7. What is not in the repertoire (REJ, SREJ, XID, TEST, …) keeps its octet.
 */
export type ControlField =
  | { readonly kind: 'I'; readonly ns: number; readonly nr: number; readonly pf: boolean }
  | { readonly kind: 'RR' | 'RNR'; readonly nr: number; readonly pf: boolean }
  | { readonly kind: UnnumberedKind; readonly pf: boolean }
  | { readonly kind: 'unsupported'; readonly octet: number; readonly pf: boolean };

export type UnnumberedKind = 'SNRM' | 'DISC' | 'UA' | 'DM' | 'FRMR' | 'UI';
export type ControlKind = ControlField['kind'];

const PF = 0x10;
const RR = 0x01;
const RNR = 0x05;

const UNNUMBERED: Readonly<Record<UnnumberedKind, number>> = {
  SNRM: 0x83,
  DISC: 0x43,
  UA: 0x63,
  DM: 0x0f,
  FRMR: 0x87,
  UI: 0x03,
};

const UNNUMBERED_BY_OCTET: ReadonlyMap<number, UnnumberedKind> = new Map<number, UnnumberedKind>([
  [UNNUMBERED.SNRM, 'SNRM'],
  [UNNUMBERED.DISC, 'DISC'],
  [UNNUMBERED.UA, 'UA'],
  [UNNUMBERED.DM, 'DM'],
  [UNNUMBERED.FRMR, 'FRMR'],
  [UNNUMBERED.UI, 'UI'],
]);

const DECODED: readonly ControlField[] = Array.from({ length: 256 }, (_, octet) => decoded(octet));

export function encodeControl(control: ControlField): number {
  const pf = control.pf ? PF : 0;
  switch (control.kind) {
    case 'I':
      return (control.nr << 5) | pf | (control.ns << 1);
    case 'RR':
      return (control.nr << 5) | pf | RR;
    case 'RNR':
      return (control.nr << 5) | pf | RNR;
    case 'unsupported':
      return control.octet;
    default:
      return UNNUMBERED[control.kind] | pf;
  }
}

/** Every octet decodes: what is unknown is `unsupported`. */
export function decodeControl(octet: number): ControlField {
  return DECODED[octet & 0xff] as ControlField;
}

/** `I N(S)=1 N(R)=2 P/F`, `SNRM P/F`, `unsupported FF P/F`. */
export function controlText(control: ControlField): string {
  const words: string[] = [control.kind];
  if (control.kind === 'unsupported') words.push(control.octet.toString(16).toUpperCase().padStart(2, '0'));
  if (control.kind === 'I') words.push(`N(S)=${control.ns}`);
  if ('nr' in control) words.push(`N(R)=${control.nr}`);
  if (control.pf) words.push('P/F');
  return words.join(' ');
}

function decoded(octet: number): ControlField {
  const pf = (octet & PF) !== 0;
  const nr = octet >>> 5;
  if ((octet & 1) === 0) return { kind: 'I', ns: (octet >>> 1) & 7, nr, pf };
  if ((octet & 0x0f) === RR) return { kind: 'RR', nr, pf };
  if ((octet & 0x0f) === RNR) return { kind: 'RNR', nr, pf };
  const kind = UNNUMBERED_BY_OCTET.get(octet & ~PF);
  return kind === undefined ? { kind: 'unsupported', octet, pf } : { kind, pf };
}
