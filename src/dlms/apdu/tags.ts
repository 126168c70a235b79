/** One xDLMS APDU kind: its plain tag and the service-specific ciphered ones, where there are any (GB 9.5). */
export interface TagRow {
  readonly name: string;
  readonly plain: number;
  readonly glo?: number;
  readonly ded?: number;
}

export const XDLMS_TAGS: readonly TagRow[] = [
  { name: 'initiate-request', plain: 0x01, glo: 0x21, ded: 0x41 },
  { name: 'read-request', plain: 0x05, glo: 0x25, ded: 0x45 },
  { name: 'write-request', plain: 0x06, glo: 0x26, ded: 0x46 },
  { name: 'initiate-response', plain: 0x08, glo: 0x28, ded: 0x48 },
  { name: 'read-response', plain: 0x0c, glo: 0x2c, ded: 0x4c },
  { name: 'write-response', plain: 0x0d, glo: 0x2d, ded: 0x4d },
  { name: 'confirmed-service-error', plain: 0x0e, glo: 0x2e, ded: 0x4e },
  { name: 'data-notification', plain: 0x0f },
  { name: 'data-notification-confirm', plain: 0x10 },
  { name: 'unconfirmed-write-request', plain: 0x16, glo: 0x36, ded: 0x56 },
  { name: 'information-report-request', plain: 0x18, glo: 0x38, ded: 0x58 },
  { name: 'get-request', plain: 0xc0, glo: 0xc8, ded: 0xd0 },
  { name: 'set-request', plain: 0xc1, glo: 0xc9, ded: 0xd1 },
  { name: 'event-notification', plain: 0xc2, glo: 0xca, ded: 0xd2 },
  { name: 'action-request', plain: 0xc3, glo: 0xcb, ded: 0xd3 },
  { name: 'get-response', plain: 0xc4, glo: 0xcc, ded: 0xd4 },
  { name: 'set-response', plain: 0xc5, glo: 0xcd, ded: 0xd5 },
  { name: 'action-response', plain: 0xc7, glo: 0xcf, ded: 0xd7 },
  { name: 'exception-response', plain: 0xd8 },
  { name: 'access-request', plain: 0xd9 },
  { name: 'access-response', plain: 0xda },
  { name: 'general-block-transfer', plain: 0xe0 },
];

export const AARQ_TAG = 0x60;
export const AARE_TAG = 0x61;
export const RLRQ_TAG = 0x62;
export const RLRE_TAG = 0x63;
export const GENERAL_GLO_TAG = 0xdb;
export const GENERAL_DED_TAG = 0xdc;
export const GENERAL_CIPHERING_TAG = 0xdd;
export const GENERAL_SIGNING_TAG = 0xdf;

const OTHER_NAMES: ReadonlyMap<number, string> = new Map([
  [AARQ_TAG, 'AARQ'],
  [AARE_TAG, 'AARE'],
  [RLRQ_TAG, 'RLRQ'],
  [RLRE_TAG, 'RLRE'],
  [GENERAL_GLO_TAG, 'general-glo-ciphering'],
  [GENERAL_DED_TAG, 'general-ded-ciphering'],
  [GENERAL_CIPHERING_TAG, 'general-ciphering'],
  [GENERAL_SIGNING_TAG, 'general-signing'],
  [0xe6, 'gateway-request'],
  [0xe7, 'gateway-response'],
]);

export type ServiceCipheredForm = 'glo' | 'ded';

const CIPHERED: ReadonlyMap<number, { readonly form: ServiceCipheredForm; readonly row: TagRow }> = new Map(
  XDLMS_TAGS.flatMap((row) =>
    (['glo', 'ded'] as const).flatMap((form) => {
      const tag = row[form];
      return tag === undefined ? [] : [[tag, { form, row }] as const];
    }),
  ),
);

const BY_PLAIN: ReadonlyMap<number, TagRow> = new Map(XDLMS_TAGS.map((row) => [row.plain, row]));

/** The row of a plain xDLMS tag. */
export function tagRow(plain: number): TagRow | undefined {
  return BY_PLAIN.get(plain);
}

/** What a service-specific ciphered tag stands for: CB → glo of action-request. */
export function serviceOfCipheredTag(
  tag: number,
): { readonly form: ServiceCipheredForm; readonly row: TagRow } | undefined {
  return CIPHERED.get(tag);
}

/** The glo- or ded- tag of a plain one; undefined where only the general forms can protect it (e.g. D8). */
export function cipheredTag(plain: number, form: ServiceCipheredForm): number | undefined {
  return BY_PLAIN.get(plain)?.[form];
}

/** True for the glo- and ded- tags, DB and DC: exactly those that `decodeCiphered` opens. */
export function isCipheredTag(tag: number): boolean {
  return tag === GENERAL_GLO_TAG || tag === GENERAL_DED_TAG || CIPHERED.has(tag);
}

/** True for DD and DF, whose header tells who applied the layer: `decodeGeneralCiphering`, `decodeGeneralSigning`. */
export function isGeneralLayerTag(tag: number): boolean {
  return tag === GENERAL_CIPHERING_TAG || tag === GENERAL_SIGNING_TAG;
}

/** `get-request`, `glo-get-request`, `AARQ`, `general-glo-ciphering`; undefined for an unassigned tag. */
export function tagName(tag: number): string | undefined {
  const ciphered = CIPHERED.get(tag);
  return BY_PLAIN.get(tag)?.name ?? (ciphered ? `${ciphered.form}-${ciphered.row.name}` : OTHER_NAMES.get(tag));
}
