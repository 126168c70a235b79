import type { DlmsClient } from '#client/dlms-client';
import { encodeApdu } from '#dlms/apdu/apdu';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import { Examination, type Findings } from './findings';
import { beginsChange, type KeyChange } from './key-change';
import type { KeyMeans } from './key-means';
import { type Changed, changing, type KeyUse, opensAndReads } from './key-use';
import { securitySetupOf } from './security-setup';

/** When the supply is cut. */
export type CutMoment = 'right after the request' | 'right after its response';

/** Which keys a meter has after its supply was cut in the middle of a transfer. */
export interface PowerCut {
  readonly old: KeyUse;
  /** undefined: the old ones serve */
  readonly fresh: KeyUse | undefined;
}

/** KEY-14: a new GUEK, a power cycle, then an opening under the old key and, where that fails, under the new; restores. */
export function cutsTransfer(means: KeyMeans, cycle: () => void, moment: CutMoment): Promise<Changed<PowerCut>> {
  return changing(means, async () => {
    const { client } = means;
    const setup = await securitySetupOf(client);
    const change = beginsChange(means, 'guek', setup);
    if (moment === 'right after the request') await sendsTransfer(client, setup, change);
    else await change.transfer();
    cycle();
    return looksWhich(client, change);
  });
}

async function looksWhich(client: DlmsClient, change: KeyChange): Promise<PowerCut> {
  change.use();
  const old = await opensAndReads(client, 'GET under the old GUEK after the power cut');
  if (old.served) return { old, fresh: undefined };
  change.useChanged();
  return { old, fresh: await opensAndReads(client, 'GET under the new GUEK after the power cut') };
}

/** Nobody waits for the answer. */
function sendsTransfer(client: DlmsClient, logicalName: Obis, change: KeyChange): Promise<void> {
  const keys = change.wrapped().map(({ keyId, wrapped }) => structure(enumerated(keyId), octetString(wrapped)));
  const request = encodeApdu({
    kind: 'action-request',
    choice: 'normal',
    invokeIdAndPriority: client.association.nextInvokeId(),
    method: { classId: 64, logicalName, methodId: 2 },
    parameters: array(...keys),
  });
  return client.send(request);
}

/** The old key or the new one opens an association, never neither. */
export function examinePowerCut({ old, fresh }: PowerCut): Findings {
  const examination = new Examination();
  const works = old.served || fresh?.served === true;
  examination.expect(works, `after the power cut no key works: old ${old.detail}, new ${fresh?.detail ?? 'not tried'}`);
  return examination;
}
