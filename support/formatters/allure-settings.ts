/** What the Allure results are to say beside the verdict; plain data, as Cucumber's format options demand. */
export interface AllureSettings {
  /** name of the rig, shown as a parameter and part of each result's identity */
  readonly rig: string;
  /** by case id */
  readonly cases: Readonly<Record<string, CaseLabels>>;
}

/** How the report speaks of one case of the catalogue. */
export interface CaseLabels {
  /** name of its area */
  readonly epic: string;
  readonly severity: 'blocker' | 'critical' | 'normal' | 'minor' | 'trivial';
  /** markdown */
  readonly description: string;
  readonly links: readonly CaseLink[];
}

export interface CaseLink {
  /** `case` for the catalogue, `tms` for a test name of the DLMS UA */
  readonly type: 'case' | 'tms';
  readonly name: string;
  readonly url: string;
}

/** Under this name the settings stand among Cucumber's format options. */
export const SETTINGS = 'conformance';

/** @throws TypeError when the run was started without them */
export function settingsIn(options: { readonly [name: string]: unknown }): AllureSettings {
  const settings = options[SETTINGS];
  if (!isSettings(settings)) throw new TypeError(`format option "${SETTINGS}" must hold a rig and its cases`);
  return settings;
}

function isSettings(value: unknown): value is AllureSettings {
  return typeof value === 'object' && value !== null && 'rig' in value && 'cases' in value;
}
