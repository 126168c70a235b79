import { expect } from 'vitest';
import type { AssociationSettings } from '#dlms/association/association-settings';
import type { GeneralCipheringChoice } from '#dlms/association/general-choice';
import type { LayerChoices } from '#dlms/association/protection-choice';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { thrownBy } from '../codec/cut';
import { client, control, meter } from './two-ends';

export const ANSWER = fromHex('C401C1000901AA');
export const both: GeneralCipheringChoice = { form: 'general-ciphering', control: control(0x31) };

/** What the client says to an answer that is wrong in some way. */
export function faultOf(
  answer: Uint8Array,
  settings: Partial<AssociationSettings> = {},
  dedicatedKey?: Uint8Array,
): string {
  const { security } = client(settings);
  security.agreeDedicatedKey(dedicatedKey);
  const error = thrownBy(() => security.unprotect(answer));
  expect(error).toBeInstanceOf(PeerProtocolError);
  return error instanceof PeerProtocolError ? error.reason : '';
}

export function answered(choices: LayerChoices, dedicatedKey?: Uint8Array): Uint8Array {
  const { security } = meter();
  security.agreeDedicatedKey(dedicatedKey);
  return security.protect(ANSWER, choices);
}
