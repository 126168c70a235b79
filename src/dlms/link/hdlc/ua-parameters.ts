import {
  crosswise,
  DEFAULT_PARAMETERS,
  type LinkParameters,
  negotiated,
  type ProposedParameters,
} from './negotiation-parameters';

/** What a client makes of a UA; `excess`: the parameters in which the meter takes more than was proposed. */
export interface UaParameters {
  /** as the client sees them: never more than it proposed */
  readonly result: LinkParameters;
  readonly excess: readonly string[];
}

/** Parameters of the link after a UA, read crosswise (hdlc.md 7.1). */
export function agreed(proposal: ProposedParameters, named: ProposedParameters): UaParameters {
  const proposed = { ...DEFAULT_PARAMETERS, ...proposal };
  const answered = crosswise({ ...DEFAULT_PARAMETERS, ...named });
  const excess = NAMES.filter((name) => answered[name] > proposed[name]);
  return {
    result: negotiated(named, proposed),
    excess: excess.map((name) => `${name}: ${answered[name]} where ${proposed[name]} was proposed`),
  };
}

const NAMES = ['maxInfoTransmit', 'maxInfoReceive', 'windowTransmit', 'windowReceive'] as const;
