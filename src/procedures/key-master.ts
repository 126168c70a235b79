import { Examination, type Findings } from './findings';
import { beginsChange, succeeded, type TransferAnswer } from './key-change';
import type { KeyMeans } from './key-means';
import { type Changed, changing, type KeyUse, usesNewKeys } from './key-use';
import type { Observed } from './observed';
import { securitySetupOf } from './security-setup';

/** A new master key in a meter, and what is wrapped under it and under the old one. */
export interface MasterKeyTrial {
  readonly transfer: TransferAnswer;
  /** a GUEK under the new master key, and a request under that GUEK */
  readonly underNew: TransferAnswer | undefined;
  readonly use: KeyUse | undefined;
  /** the same GUEK under the old master key */
  readonly underOld: TransferAnswer | undefined;
}

/** KEY-08: a new KEK under the old one, a GUEK under each of them; restores both. */
export function replacesMasterKey(means: KeyMeans): Promise<Changed<MasterKeyTrial>> {
  return changing(means, async () => {
    const { client } = means;
    const setup = await securitySetupOf(client);
    const master = beginsChange(means, 'kek', setup);
    const transfer = await master.transfer();
    if (!succeeded(transfer)) return { transfer, underNew: undefined, use: undefined, underOld: undefined };
    const change = beginsChange(means, 'guek', setup);
    const underNew = await change.transfer('key_transfer under the new KEK', change.wrapped(master.temporary('kek')));
    const use = succeeded(underNew) ? (await usesNewKeys(client, change)).use : undefined;
    const underOld = await change.transfer('key_transfer under the old KEK');
    return { transfer, underNew, use, underOld };
  });
}

/** A key under the new KEK was taken and works. */
export function examineNewMasterKey({ underNew, use }: MasterKeyTrial): Findings {
  const examination = new Examination();
  examination.expect(underNew !== undefined && succeeded(underNew), 'a GUEK wrapped under the new KEK was not taken');
  examination.expect(
    use?.served === true,
    `the GUEK that came under the new KEK does not work: ${use?.detail ?? 'not tried'}`,
  );
  return examination;
}

/** What the meter answered to the GUEK under the old KEK. */
export function answersUnderOld({ underOld }: MasterKeyTrial): readonly Observed[] {
  return underOld?.reply === undefined ? [] : [{ what: underOld.what, reply: underOld.reply }];
}
