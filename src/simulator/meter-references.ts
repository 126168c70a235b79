import { traitsOf } from '#dlms/apdu/authentication';
import { VENDOR_FUNCTIONS } from '#dlms/security/hls-vendor';
import { SUITES } from '#dlms/security/suite';
import type { MeterDocument } from './meter-document';
import type { AssociationEntry, DeviceEntry, EntryOf, MeterFile, ObjectEntry } from './meter-file';
import { checkOptical } from './optical-references';

/** Octets, by suite. */
const PRIVATE_KEY_LENGTHS: readonly number[] = [0, 32, 48];

type Path = readonly (string | number)[];

/** What a schema cannot see: names that must exist elsewhere in the file, and things that must not be there twice. */
export function checkReferences(file: MeterFile, document: MeterDocument): void {
  file.logicalDevices.forEach((device, i) => {
    const path = ['logicalDevices', i];
    if (!device.name.startsWith(file.manufacturer))
      throw document.problem([...path, 'name'], `expected to start with ${file.manufacturer}`);
    new DeviceCheck(file, device, document, path).run();
  });
  unique(
    file.logicalDevices.map(({ sap }) => sap),
    (i) => document.problem(['logicalDevices', i, 'sap'], 'SAP is taken'),
  );
  checkKeySets(file, document);
  checkOptical(file, document);
}

function checkKeySets({ keySets }: MeterFile, document: MeterDocument): void {
  for (const [name, set] of Object.entries(keySets)) {
    const { keyLength } = SUITES[set.suite];
    for (const key of ['guek', 'gak', 'gbek', 'kek'] as const)
      if ((set[key]?.length ?? keyLength) !== keyLength)
        throw document.problem(['keySets', name, key], `expected ${keyLength} octets in suite ${set.suite}`);
    for (const key of ['signing', 'agreement', 'tls'] as const)
      if (set[key] !== undefined && set[key].length !== PRIVATE_KEY_LENGTHS[set.suite])
        throw document.problem(['keySets', name, key], 'expected 32 octets in suite 1, 48 in suite 2, none in suite 0');
  }
}

class DeviceCheck {
  readonly #file: MeterFile;
  readonly #device: DeviceEntry;
  readonly #document: MeterDocument;
  readonly #path: Path;
  readonly #clients: ReadonlySet<string>;

  constructor(file: MeterFile, device: DeviceEntry, document: MeterDocument, path: Path) {
    this.#file = file;
    this.#device = device;
    this.#document = document;
    this.#path = path;
    this.#clients = new Set(
      file.logicalDevices.flatMap(({ associations }) => associations.map(({ client }) => client)),
    );
  }

  run(): void {
    const { associations, objects } = this.#device;
    unique(
      associations.map(({ client }) => client),
      (i) => this.#problem(['associations', i, 'client'], 'client is there twice'),
    );
    unique(
      associations.map(({ clientSap }) => clientSap),
      (i) => this.#problem(['associations', i, 'clientSap'], 'SAP is taken'),
    );
    unique(
      objects.map(({ logicalName }) => logicalName),
      (i) => this.#problem(['objects', i, 'logicalName'], 'object is there twice'),
    );
    associations.forEach((_, i) => {
      this.#checkAssociation(i);
    });
    objects.forEach((entry, i) => {
      this.#checkObject(entry, ['objects', i]);
    });
  }

  #checkAssociation(index: number): void {
    const entry = this.#device.associations[index];
    if (entry === undefined) return;
    const path = ['associations', index];
    this.#checkSecret(entry, path);
    const needsKeys = entry.authentication === 'hls-gmac' || entry.authentication === 'hls-ecdsa';
    if (entry.securitySetup !== undefined) this.#needs(entry.securitySetup, 64, [...path, 'securitySetup']);
    else if (entry.ciphered || needsKeys)
      throw this.#problem(path, 'needs a securitySetup, since it is ciphered or uses hls-gmac or hls-ecdsa');
  }

  #checkSecret(entry: AssociationEntry, path: Path): void {
    if ((entry.authentication === 'low') !== (entry.password !== undefined))
      throw this.#problem([...path, 'password'], 'expected with authentication: low and only there');
    if (traitsOf(entry.authentication).needsSecret !== (entry.secret !== undefined))
      throw this.#problem(
        [...path, 'secret'],
        'expected with hls-vendor, hls-md5, hls-sha1, hls-sha256 and only there',
      );
    const known = Object.keys(VENDOR_FUNCTIONS);
    if ((entry.authentication === 'hls-vendor') !== known.includes(entry.vendorFunction ?? ''))
      throw this.#problem([...path, 'vendorFunction'], `expected with hls-vendor, one of ${known.join(', ')}`);
  }

  #checkObject(entry: ObjectEntry, path: Path): void {
    this.#checkAccess(entry, path);
    const { keySets, curves } = this.#file;
    switch (entry.class) {
      case 1:
        this.#needsOneOf(entry, ['value', 'shows', 'counterOf'], path);
        this.#named(entry.counterOf, keySets, [...path, 'counterOf']);
        break;
      case 3:
        this.#needsOneOf(entry, ['value', 'energy', 'power'], path);
        this.#named(entry.energy?.curve, curves, [...path, 'energy', 'curve']);
        this.#named(entry.power, curves, [...path, 'power']);
        break;
      case 7:
        entry.captureObjects.forEach((captured, i) => {
          this.#needs(captured.logicalName, captured.class, [...path, 'captureObjects', i]);
        });
        break;
      case 9:
        this.#needs(entry.counter, 1, [...path, 'counter']);
        break;
      case 15:
        this.#checkShownAssociation(entry.association, [...path, 'association']);
        break;
      case 41:
        this.#needs(entry.ipReference, 42, [...path, 'ipReference']);
        break;
      case 64:
        this.#named(entry.keys, keySets, [...path, 'keys']);
        this.#checkPolicy(entry, path);
        break;
      default:
    }
  }

  #checkPolicy({ version, policy, keys }: EntryOf<64>, path: Path): void {
    if (version === 0 && policy > 3) throw this.#problem([...path, 'policy'], 'expected 0 to 3 in version 0');
    if (version === 0 && this.#file.keySets[keys]?.suite !== 0)
      throw this.#problem([...path, 'version'], 'has suite 0 only');
  }

  #checkAccess({ access }: ObjectEntry, path: Path): void {
    if (typeof access === 'string') this.#named(access, this.#file.accessProfiles, [...path, 'access']);
    else
      for (const client of Object.keys(access))
        if (!this.#clients.has(client))
          throw this.#problem([...path, 'access', client], 'no association has this client');
  }

  #checkShownAssociation(client: string | undefined, path: Path): void {
    if (client === undefined || this.#device.associations.some((association) => association.client === client)) return;
    throw this.#problem(path, 'no association of this logical device has this client');
  }

  #named(name: string | undefined, known: Readonly<Record<string, unknown>>, path: Path): void {
    if (name !== undefined && !Object.hasOwn(known, name))
      throw this.#problem(path, `unknown name, expected ${Object.keys(known).join(', ')}`);
  }

  #needs(logicalName: string, classId: number, path: Path): void {
    if (this.#device.objects.some((entry) => entry.logicalName === logicalName && entry.class === classId)) return;
    throw this.#problem(path, `the logical device has no object ${classId}/${logicalName}`);
  }

  #needsOneOf<Entry extends ObjectEntry>(entry: Entry, fields: readonly (keyof Entry & string)[], path: Path): void {
    if (fields.filter((field) => entry[field] !== undefined).length !== 1)
      throw this.#problem(path, `expected one of ${fields.join(', ')}`);
  }

  #problem(path: Path, text: string): Error {
    return this.#document.problem([...this.#path, ...path], text);
  }
}

function unique(values: readonly unknown[], problem: (index: number) => Error): void {
  const second = values.findIndex((value, i) => values.indexOf(value) !== i);
  if (second !== -1) throw problem(second);
}
