import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { type GetOutcome, getAttribute, getList, getResponseOf } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import { dataText } from '#dlms/codec/data-text';
import { Examination, type Findings } from './findings';
import { attributeText, isSameValue } from './get-values';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { OBJECT_LIST, readObjectList } from './object-list';
import { limitToOpenWith } from './room-for-opening';

const LOGICAL_NAME = 1;
const [SHORT_LIST, LONGER_LIST] = [2, 10];
/** of a logical name in a list of results: choice, tag, length, six octets */
const LOGICAL_NAME_OCTETS = 9;
const NOWHERE: AttributeDescriptor = { classId: 1, logicalName: '255-255:255.255.255.255', attributeId: 2 };

/** GET-15: two attributes that never change, then ten. */
export async function readsLists(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  const names = await logicalNames(client, LONGER_LIST);
  examination.expect(names.length >= SHORT_LIST, `the object list shows ${names.length} objects: no list to ask for`);
  for (const length of [SHORT_LIST, LONGER_LIST]) {
    const { findings } = await comparesList(client, names.slice(0, length));
    examination.add(findings);
  }
  return examination;
}

/** GET-16: a bad item among good ones leaves these alone. */
export async function readsListWithErrors(
  client: DlmsClient,
  forbidden: AttributeDescriptor | undefined,
): Promise<Findings> {
  const bad = [NOWHERE, ...(forbidden === undefined ? [] : [forbidden])];
  return (await comparesList(client, [LOGICAL_DEVICE_NAME, ...bad, CURRENT_ASSOCIATION], bad)).findings;
}

/** GET-17: one value that is short and one that is longer than any reply may be. */
export async function readsShortAndLong(client: DlmsClient): Promise<Findings> {
  return comparesLongList(client, [CURRENT_ASSOCIATION, OBJECT_LIST]);
}

/** GET-28: many short values, which together are longer than any reply may be. */
export async function readsListInBlocks(client: DlmsClient): Promise<Findings> {
  const names = await logicalNames(client, LONGER_LIST);
  const length = Math.max(LONGER_LIST, Math.ceil(limitToOpenWith(client, 0) / LOGICAL_NAME_OCTETS));
  const list = Array.from({ length }, (_, index) => names[index % names.length] ?? CURRENT_ASSOCIATION);
  return comparesLongList(client, list);
}

/** GET-19: a list as long as the meter takes, and one that is longer by one. */
export async function readsLongestLists(client: DlmsClient, most: number): Promise<Findings> {
  const examination = new Examination();
  const items = Array.from({ length: most + 1 }, (_, index) =>
    index % 2 === 0 ? LOGICAL_DEVICE_NAME : CURRENT_ASSOCIATION,
  );
  const { findings } = await comparesList(client, items.slice(0, most));
  examination.add(findings);
  examination.add(await surpassesList(client, items));
  return examination;
}

/** One item too many: served, refused for each item, or refused as a whole; never left unanswered. */
async function surpassesList(client: DlmsClient, items: readonly AttributeDescriptor[]): Promise<Findings> {
  const examination = new Examination();
  const { last, results } = await getList(client, asItems(items));
  const { kind, detail } = answerOf(last);
  const answered = kind === 'exception-response' || (results !== undefined && results.length === items.length);
  examination.expect(answered, `a list of ${items.length}, one more than declared: ${kind} (${detail})`);
  return examination;
}

async function comparesLongList(client: DlmsClient, list: readonly AttributeDescriptor[]): Promise<Findings> {
  const examination = new Examination();
  const { findings, outcome } = await comparesList(client, list);
  examination.add(findings);
  const choice = getResponseOf(outcome.last)?.choice;
  examination.expect(choice === 'with-datablock', `the list came in ${choice ?? 'no response'}, expected blocks`);
  return examination;
}

/**
 * As many results as items, in their order, each as in a read of that item alone.
 * @param bad items to which an error is the only right answer
 */
async function comparesList(
  client: DlmsClient,
  list: readonly AttributeDescriptor[],
  bad: readonly AttributeDescriptor[] = [],
): Promise<{ findings: Findings; outcome: GetOutcome }> {
  const examination = new Examination();
  const alone: (GetDataResult | undefined)[] = [];
  for (const attribute of list) alone.push((await getAttribute(client, attribute)).results?.[0]);
  const outcome = await getList(client, asItems(list));
  const { kind, detail } = answerOf(outcome.last);
  const results = outcome.results ?? [];
  const choice = getResponseOf(outcome.last)?.choice ?? `${kind} (${detail})`;
  examination.expect(choice.startsWith('with-'), `a list of ${list.length} was answered by ${choice}`);
  examination.expect(results.length === list.length, `${results.length} results for ${list.length} items`);
  for (const [index, attribute] of list.entries()) {
    const fault = bad.includes(attribute) ? errorFault(results[index]) : valueFault(results[index], alone[index]);
    examination.expect(fault === undefined, `item ${index + 1}, ${attributeText(attribute)}: ${fault}`);
  }
  return { findings: examination, outcome };
}

/** Errors need not be the ones of a single read: what is wrong with an item may be told in several ways. */
function errorFault(result: GetDataResult | undefined): string | undefined {
  if (result === undefined) return 'no result';
  return 'error' in result ? undefined : `${dataText(result.data)}, expected an error`;
}

function valueFault(result: GetDataResult | undefined, alone: GetDataResult | undefined): string | undefined {
  if (result === undefined) return 'no result';
  if (alone === undefined || 'error' in alone) return `read alone it is ${alone?.error ?? 'not answered'}`;
  const same = 'data' in result && isSameValue(result.data, alone.data);
  return same ? undefined : `${resultText(result)}, read alone ${dataText(alone.data)}`;
}

/** Attribute 1 of so many objects, or of as many as there are. */
async function logicalNames(client: DlmsClient, most: number): Promise<readonly AttributeDescriptor[]> {
  const objects = (await readObjectList(client)) ?? [];
  return objects
    .filter(({ readable }) => readable.includes(LOGICAL_NAME))
    .slice(0, most)
    .map(({ classId, logicalName }) => ({ classId, logicalName, attributeId: LOGICAL_NAME }));
}

function asItems(list: readonly AttributeDescriptor[]) {
  return list.map((attribute) => ({ attribute }));
}

function resultText(result: GetDataResult): string {
  return 'data' in result ? dataText(result.data) : result.error;
}
