import type { DlmsClient } from '#client/dlms-client';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { ObjectDeclaration } from '#rig/rig';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { type CounterTrial, nextCounter } from './invocation-counters';
import { observe } from './observed';
import { currentValue, encodeTestMethod } from './protected-services';
import { declaredProtection } from './protection-choices';

/** A replay and what it did. */
export interface CountedReplay extends CounterTrial {
  /** how often the meter says that the method was executed meanwhile; undefined when it shows no number */
  readonly executions: number | undefined;
}

/** SEC-33: the same counted ACTION a second time. */
export async function replaysAction(client: DlmsClient, objects: ObjectDeclaration): Promise<CountedReplay> {
  const { counter } = declared(objects.testMethod, 'objects.testMethod');
  const before = await countOf(client, counter);
  const octets = client.protected(encodeTestMethod(client, objects), { protection: declaredProtection(client) });
  const original = await observe('the original', client.exchange(octets));
  const copy = await observe('its copy', client.exchange(octets));
  const lowest = nextCounter(client);
  const after = await countOf(client, counter);
  const executions = before === undefined || after === undefined ? undefined : after - before;
  return { fresh: [original], stale: [copy], lowest, executions };
}

/** What a counter shows; undefined where it shows no number. */
export async function countOf(client: DlmsClient, attribute: AttributeDescriptor): Promise<number | undefined> {
  const value = await currentValue(client, attribute);
  return value !== undefined && 'value' in value && typeof value.value === 'number' ? value.value : undefined;
}

/** The copy had no effect. */
export function examineExecutions({ executions }: CountedReplay): Findings {
  const examination = new Examination();
  examination.expect(executions === 1, `the meter counts ${executions ?? 'no'} executions, expected 1`);
  return examination;
}
