import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where the catalogue lies, as data. */
export const REQUIREMENTS_FOLDER = join(__dirname, '../../fixtures/requirements');

/** Cases of our own, beside the copy of the catalogue, which is never changed. */
export const OWN_CASES = 'own-cases.json';

/** Areas by the prefix of a case id: the word in reports and the tag by which people filter. */
export const AREAS = {
  ASC: { name: 'Association', tag: '@association' },
  REL: { name: 'Release', tag: '@release' },
  AUT: { name: 'Authentication', tag: '@authentication' },
  ADR: { name: 'Addressing', tag: '@addressing' },
  SEC: { name: 'Message protection', tag: '@encryption' },
  KEY: { name: 'Security setup and keys', tag: '@keys' },
  IEC: { name: 'IEC 62056-21', tag: '@sign-on' },
  TMO: { name: 'Timeouts', tag: '@timeouts' },
  HDL: { name: 'HDLC', tag: '@hdlc' },
  WRP: { name: 'Wrapper', tag: '@wrapper' },
  GET: { name: 'GET service', tag: '@get' },
  SET: { name: 'SET service', tag: '@set' },
  ACT: { name: 'ACTION service', tag: '@action' },
  ACC: { name: 'ACCESS service', tag: '@access' },
  SNS: { name: 'Short-name services', tag: '@short-name' },
  GBT: { name: 'General block transfer', tag: '@block-transfer' },
  NTF: { name: 'Notifications', tag: '@notifications' },
  EXC: { name: 'Errors and hostile input', tag: '@errors' },
  OBJ: { name: 'Object model', tag: '@objects' },
  TYP: { name: 'Data types', tag: '@data-types' },
  LPR: { name: 'Load profile', tag: '@profile' },
  CLK: { name: 'Clock', tag: '@clock' },
  IMG: { name: 'Image transfer', tag: '@image' },
  PSH: { name: 'Push', tag: '@push' },
  CSP: { name: 'Companion packs', tag: '@companion' },
  IOP: { name: 'Interoperability', tag: '@interoperability' },
} as const;

export type Area = keyof typeof AREAS;

const caseSchema = z.strictObject({
  id: z.string(),
  slug: z.string(),
  area: z.custom<Area>((value) => typeof value === 'string' && value in AREAS),
  sign: z.enum(['positive', 'negative', 'either']),
  title: z.string(),
  appliesIf: z.string(),
  reference: z.string(),
  ats: z.array(z.string()),
  stimulus: z.string(),
  expected: z.string(),
  safety: z.enum(['writes', 'keys', 'lockout', 'reset', 'clock', 'disconnect', 'image']).optional(),
  status: z.literal('withdrawn').optional(),
  why: z.string().optional(),
});

/** One row of cases.json or own-cases.json; what the fields mean is told in fixtures/requirements/README.md. */
export type CatalogueCase = Readonly<z.infer<typeof caseSchema>> & {
  /** of own-cases.json: this project's addition to the catalogue */
  readonly isOwn?: true;
};
export type SafetyNeed = NonNullable<CatalogueCase['safety']>;

export class Catalogue {
  private readonly byId: ReadonlyMap<string, CatalogueCase>;
  private readonly byTest: ReadonlyMap<string, readonly CatalogueCase[]>;

  constructor(readonly cases: readonly CatalogueCase[]) {
    this.byId = new Map(cases.map((row) => [row.id, row]));
    this.byTest = byTestName(cases);
  }

  /** The case of that id, also when it is withdrawn. */
  find(id: string): CatalogueCase | undefined {
    return this.byId.get(id);
  }

  /** Cases that are to be built. */
  get current(): readonly CatalogueCase[] {
    return this.cases.filter(({ status }) => status !== 'withdrawn');
  }

  /** Those of them that this project has added (docs/adr/0010). */
  get own(): readonly CatalogueCase[] {
    return this.current.filter(({ isOwn }) => isOwn);
  }

  /** Cases that correspond to a published test of the DLMS UA, such as `APPL_OPEN_5`. */
  forTest(name: string): readonly CatalogueCase[] {
    return this.byTest.get(name) ?? [];
  }

  get testNames(): readonly string[] {
    return [...this.byTest.keys()];
  }
}

/** Reads and checks cases.json, and own-cases.json beside it. */
export function loadCatalogue(folder = REQUIREMENTS_FOLDER): Catalogue {
  const own = readCases(join(folder, OWN_CASES)).map((row) => ({ ...row, isOwn: true as const }));
  return new Catalogue([...readCases(join(folder, 'cases.json')), ...own]);
}

function readCases(file: string): CatalogueCase[] {
  return z.array(caseSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}

let loaded: Catalogue | undefined;

/** The project's own catalogue, read once. */
export function catalogue(): Catalogue {
  loaded ??= loadCatalogue();
  return loaded;
}

function byTestName(cases: readonly CatalogueCase[]): Map<string, CatalogueCase[]> {
  const index = new Map<string, CatalogueCase[]>();
  for (const row of cases) {
    for (const test of row.ats) index.set(test, [...(index.get(test) ?? []), row]);
  }
  return index;
}
