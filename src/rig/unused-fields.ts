import { traitsOf } from '#dlms/apdu/authentication';
import type { RigDocument } from './rig-schema';
import type { Path, RigSource } from './rig-source';

/** Fields that the rest of the file leaves without any effect, one line each: a person who wrote one expects some. */
export function unusedFields(document: RigDocument, source: RigSource): readonly string[] {
  const candidates: (readonly [Path, string])[] = [];
  for (const [role, client] of Object.entries(document.clients)) {
    for (const [field, text] of unusedOf(client)) candidates.push([['clients', role, field], text]);
  }
  if (Object.values(document.clients).every(({ conformance }) => conformance !== undefined)) {
    candidates.push([['conformance'], 'is not used: every client has a list of its own']);
  }
  if (!declaresAccessRights(document)) {
    candidates.push([['objects', 'protectedAttribute'], 'is not used: nothing declares sec.accessRights']);
  }
  return candidates.filter(([path]) => isGiven(source, path)).map(([path, text]) => `${path.join('.')} ${text}`);
}

type Client = RigDocument['clients'][string];

const NO_KEYS = 'is not used: the client has no keys';

function unusedOf(client: Client): readonly (readonly [keyof Client, string])[] {
  const { authentication, keys, context } = client;
  const unused: (readonly [keyof Client, string])[] = [];
  const { needsTitles } = traitsOf(authentication);
  if (keys === undefined) unused.push(['invocationCounter', NO_KEYS]);
  if (keys === undefined && !needsTitles) unused.push(['suite', NO_KEYS], ['systemTitle', NO_KEYS]);
  if (keys !== undefined && context === 'plain' && authentication !== 'hls-gmac') {
    unused.push(['keys', 'are not used: the context is plain, and authentication is not hls-gmac']);
  }
  if (authentication === 'none') {
    unused.push(['acceptsOtherMechanisms', 'is not used: whoever needs no authentication has no mechanism']);
  }
  return unused;
}

function isGiven({ fields }: RigSource, path: Path): boolean {
  let value: unknown = fields;
  for (const name of path) value = isMap(value) ? value[name] : undefined;
  return value !== undefined && value !== null && value !== false;
}

function isMap(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null;
}

function declaresAccessRights({ declares, clients }: RigDocument): boolean {
  return [declares, ...Object.values(clients).map((client) => client.declares)].some((names) =>
    names.includes('sec.accessRights'),
  );
}
