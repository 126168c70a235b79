import { completeClient, preEstablishedOf } from './client-profile';
import { checkDeclarations } from './declarations';
import { given } from './given';
import { hdlcOf } from './hdlc-settings';
import { meterOf } from './meter-declaration';
import { completeObjects } from './object-declaration';
import type { ClientProfile, Rig } from './rig';
import { testAuthorityOf } from './rig-certificates';
import { RigError } from './rig-error';
import { type RigDocument, rigSchema } from './rig-schema';
import { type RigSource, readRigSource } from './rig-source';
import { firstProblem } from './schema-problem';
import { transportOf } from './transport-settings';
import { unusedFields } from './unused-fields';
import { rigWarnings, untriedDeclarations } from './warnings';

export { RigError };

/**
 * Reads, checks and completes a rig file.
 *
 * @param file path as it was given; messages repeat it
 * @param env where `env:` references are looked up
 * @throws RigError with one line, `file:line:column: field: what is wrong, expected …`; it never holds a secret
 */
export function loadRig(file: string, env: Readonly<Record<string, string | undefined>> = process.env): Rig {
  const source = readRigSource(file);
  const document = checkForm(source);
  const { name, timeouts, declares, deviations, safety } = document;
  const transport = transportOf(document.transport, source);
  const rig = {
    file,
    name,
    transport,
    hdlc: hdlcOf(document, transport, source),
    timeouts,
    meter: meterOf(document.meter, transport, source),
    clients: clientsOf(document, source, env),
    ...preEstablishedOf(document, source),
    ...testAuthorityOf(document, source, env),
    objects: completeObjects(document.objects, source),
    declares: new Set([...declares, ...document.hdlc.declares]),
    deviations,
    safety: given(safety),
  };
  checkDeclarations(rig, source);
  const untried = untriedDeclarations(rig.declares, rig.clients);
  return { ...rig, warnings: [...unusedFields(document, source), ...untried, ...rigWarnings(transport, rig.clients)] };
}

function checkForm(source: RigSource): RigDocument {
  const result = rigSchema.safeParse(withoutEmptyFields(source.fields));
  if (result.success) return result.data;
  const problem = firstProblem(result.error.issues);
  const others = result.error.issues.length - 1;
  throw source.problem(problem?.path ?? [], `${problem?.text}${others > 0 ? ` (and ${others} more)` : ''}`);
}

/** A top-level field whose rows are all commented out is as good as absent. */
function withoutEmptyFields(fields: RigSource['fields']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function clientsOf(
  rig: RigDocument,
  source: RigSource,
  env: Readonly<Record<string, string | undefined>>,
): Map<string, ClientProfile> {
  const clients = new Map<string, ClientProfile>();
  for (const [role, fields] of Object.entries(rig.clients)) {
    clients.set(role, completeClient({ role, fields, rig, source, env }));
  }
  if (clients.size === 0) throw source.problem(['clients'], 'expected at least one client');
  return clients;
}
