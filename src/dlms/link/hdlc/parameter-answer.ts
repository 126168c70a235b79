import { PeerProtocolError } from '#dlms/errors';
import type { ConnectionDecisions } from './decisions/connection-decisions';
import type { LinkParameters, ParameterField, ProposedParameters } from './negotiation-parameters';

/** What a secondary station makes of the proposal in an SNRM: the result, and what its UA names of it. */
export interface ParameterAnswer {
  readonly result: LinkParameters;
  readonly announced: ProposedParameters;
}

const UNREADABLE: ParameterField = { parameters: {}, unknown: [] };

/** @returns undefined where the proposal is refused */
export function parametersOf(
  information: Uint8Array,
  limits: LinkParameters,
  decisions: ConnectionDecisions,
): ParameterAnswer | undefined {
  const isBare = information.length === 0;
  if (isBare && !decisions.acceptsBareSnrm()) return undefined;
  const field = readField(information, decisions);
  if (field === undefined && !decisions.acceptsParameterFault('malformed')) return undefined;
  const { parameters, unknown } = field ?? UNREADABLE;
  if (unknown.length > 0 && !decisions.acceptsParameterFault('unknown-parameter')) return undefined;
  const result = decisions.negotiates(parameters, limits);
  return { result, announced: decisions.announces(result, { isBare }) };
}

function readField(information: Uint8Array, decisions: ConnectionDecisions): ParameterField | undefined {
  try {
    return decisions.readsParameters(information);
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}
