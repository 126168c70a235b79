import { baudCharacter, selectedBaud } from './baud-character';
import type { SignOnGoal } from './client-settings';
import type { Identification } from './identification';
import { BAUD_RATES, type BaudRate } from './line-speed';
import type { OptionSelect } from './option-select';

type SelectingGoal = Exclude<SignOnGoal, { kind: 'identification' | 'no-option' }>;

const CONTROLS = {
  readout: { protocol: '0', mode: '0' },
  programming: { protocol: '0', mode: '1' },
  hdlc: { protocol: '2', mode: '2' },
} as const;

/**
 * The option select that a goal calls for: at the offered speed, or at ours where it is slower, which many meters take
 * (iec62056-21.md 2.3); a reserved Z stays at 300 Bd.
 */
export function optionFor(goal: SelectingGoal, offer: Identification, maximumBaud: BaudRate): OptionSelect {
  if (goal.kind === 'option') return goal.option;
  const offered = selectedBaud(offer.baudCharacter) ?? BAUD_RATES[0];
  const usual = baudCharacter(offered > maximumBaud ? maximumBaud : offered);
  return { ...CONTROLS[goal.kind], baudCharacter: goal.baudCharacter ?? usual };
}
