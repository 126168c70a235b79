import { findInterfaceClass } from '#dlms/cosem/interface-class';
import type { Grant, ObjectEntry } from '../meter-file';
import type { ObjectRights } from '../model';

/** Access mode bits of class 15 version 3 (security.md 8). */
const READ = 0x01;
const WRITE = 0x02;
const ACCESS = 0x01;
const AUTHENTICATED_REQUEST = 0x04;
const AUTHENTICATED_AND_ENCRYPTED_REQUEST = 0x0c;

/** What a grant of the meter file comes to for the attributes and methods of a class. */
export function rightsOf(classId: number, grant: Grant): ObjectRights {
  const definition = findInterfaceClass(classId);
  const readable = grant.read === 'all' ? (definition?.attributes ?? []).map(({ id }) => id) : grant.read;
  const attributes = new Map<number, number>();
  for (const id of readable) if (!grant.except.includes(id)) attributes.set(id, READ);
  for (const id of grant.write) attributes.set(id, (attributes.get(id) ?? 0) | WRITE);
  for (const id of grant.protectedAttributes) protect(attributes, id);
  for (const id of grant.authenticatedAttributes) protect(attributes, id, AUTHENTICATED_REQUEST);
  const methods = new Map(grant.execute.map((id) => [id, ACCESS]));
  for (const id of grant.protectedMethods) protect(methods, id);
  return { attribute: (id) => attributes.get(id) ?? 0, method: (id) => methods.get(id) ?? 0 };
}

/** Protection bits without a right would say nothing. */
function protect(modes: Map<number, number>, id: number, demand = AUTHENTICATED_AND_ENCRYPTED_REQUEST): void {
  const mode = modes.get(id);
  if (mode !== undefined) modes.set(id, mode | demand);
}

/** The grant of a client; undefined: the object is not there for it. */
export function grantFor(
  client: string,
  { access }: Pick<ObjectEntry, 'access'>,
  profiles: Readonly<Record<string, Readonly<Record<string, Grant>>>>,
): Grant | undefined {
  return (typeof access === 'string' ? profiles[access] : access)?.[client];
}
