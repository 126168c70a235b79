import type { DlmsClient } from '#client/dlms-client';
import { getNext, getResponseOf } from '#client/reading';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor, SelectiveAccess } from '#dlms/apdu/descriptors';
import { append, cut, withOctet } from '#dlms/apdu/edit';
import { decodeInvokeIdAndPriority, encodeInvokeIdAndPriority } from '#dlms/apdu/invoke-id';
import { Examination, type Findings } from './findings';
import { asks, attributeText, dataIn, isSameValue } from './get-values';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { readObjectList } from './object-list';
import { type Observed, observe } from './observed';
import { orClosed } from './opening';
import { rangeOfThisHour } from './profile-selection';
import { encodeGet, encodeGetName } from './requests';

/** Answers for refusals.yaml, and what it does not see. */
export interface RefusedRead {
  readonly observed: readonly Observed[];
  readonly findings: Findings;
}

const CHOICE_AT = 1;
const INVOKE_ID_AT = 2;
const UNKNOWN_CHOICE = 4;
/** Octets of a get-request-normal before the descriptor, with it, and with the access-selection. */
const [BEFORE_DESCRIPTOR, WITH_DESCRIPTOR] = [3, 12];
const SURPLUS = 0xff;
const REGISTER = 3;
const UNKNOWN_SELECTOR = 99;
const [BEYOND, BELOW] = [99, -1];
const NOWHERE: AttributeDescriptor = { classId: 1, logicalName: '255-255:255.255.255.255', attributeId: 2 };

/** GET-03: the service-class says that nobody waits for a response. */
export async function readsUnconfirmed(client: DlmsClient): Promise<readonly Observed[]> {
  const get = encodeGetName(client);
  const unconfirmed = { ...decodeInvokeIdAndPriority(get[INVOKE_ID_AT] ?? 0), confirmed: false };
  const edited = withOctet(get, INVOKE_ID_AT, encodeInvokeIdAndPriority(unconfirmed));
  return [await observe('GET with service-class unconfirmed', client.request(edited))];
}

/** GET-04: a get-request of a kind that nobody has defined. */
export async function readsWithUnknownChoice(client: DlmsClient): Promise<readonly Observed[]> {
  const edited = withOctet(encodeGetName(client), CHOICE_AT, UNKNOWN_CHOICE);
  return [await observe(`get-request with choice ${UNKNOWN_CHOICE}`, client.request(edited))];
}

/** GET-05: a read that ends after each octet of the descriptor in turn. */
export async function readsCutShort(client: DlmsClient): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  for (let length = BEFORE_DESCRIPTOR + 1; length <= WITH_DESCRIPTOR; length++) {
    const request = cut(encodeGetName(client), length);
    const reply = orClosed(client, () => client.request(request));
    const variant = length === WITH_DESCRIPTOR ? 'access-selection missing' : undefined;
    observed.push(await observe(`GET cut to ${length} octets`, reply, variant));
  }
  return observed;
}

/** GET-30: the surplus octet may be overlooked, but then what is served is what was asked for. */
export async function readsWithSurplusOctet(client: DlmsClient): Promise<RefusedRead> {
  const alone = dataIn((await asks(client, LOGICAL_DEVICE_NAME)).reply);
  const observed = await observe('GET with an octet behind it', client.request(append(encodeGetName(client), SURPLUS)));
  const served = dataIn(observed.reply);
  const findings = new Examination();
  findings.expect(alone !== undefined && alone.type !== 'null-data', 'the read without the octet gave no name');
  const same = served === undefined || (alone !== undefined && isSameValue(served, alone));
  findings.expect(same, 'the octet has changed what is served');
  return { observed: [observed], findings };
}

/** GET-06 */
export async function readsNowhere(client: DlmsClient): Promise<readonly Observed[]> {
  return [await asked(client, NOWHERE)];
}

/** GET-07: the name of the current association under the class Register. */
export async function readsAsRegister(client: DlmsClient): Promise<readonly Observed[]> {
  return [await asked(client, { ...CURRENT_ASSOCIATION, classId: REGISTER })];
}

/** GET-08: an attribute number beyond the class, and one of the manufacturer's that is not listed. */
export async function readsBeyondClass(client: DlmsClient): Promise<readonly Observed[]> {
  const objects = await readObjectList(client);
  const own = objects?.find(({ logicalName }) => logicalName === CURRENT_ASSOCIATION.logicalName);
  const ids = own?.demands.has(BELOW) === true ? [BEYOND] : [BEYOND, BELOW];
  const observed: Observed[] = [];
  for (const attributeId of ids) observed.push(await asked(client, { ...CURRENT_ASSOCIATION, attributeId }));
  return observed;
}

/** GET-09 */
export async function readsForbidden(client: DlmsClient, attribute: AttributeDescriptor): Promise<readonly Observed[]> {
  return [await asked(client, attribute)];
}

/** GET-11 */
export async function readsAttributeZero(client: DlmsClient): Promise<readonly Observed[]> {
  return [await asked(client, { ...LOGICAL_DEVICE_NAME, attributeId: 0 })];
}

/** GET-12 */
export async function readsWithUnknownSelector(
  client: DlmsClient,
  profile: AttributeDescriptor,
): Promise<readonly Observed[]> {
  return [await asked(client, profile, { selector: UNKNOWN_SELECTOR, parameters: { type: 'null-data' } })];
}

/** GET-13: the rows of this hour. The first block of anything else is as telling as all of it. */
export async function readsRange(
  client: DlmsClient,
  profile: AttributeDescriptor,
  clock: AttributeDescriptor,
): Promise<readonly Observed[]> {
  return [await asked(client, profile, await rangeOfThisHour(client, clock))];
}

/** GET-14: a range of what has no rows. */
export async function readsRangeOfName(client: DlmsClient, clock: AttributeDescriptor): Promise<readonly Observed[]> {
  return [await asked(client, CURRENT_ASSOCIATION, await rangeOfThisHour(client, clock))];
}

/** GET-18 */
export async function readsEmptyList(client: DlmsClient): Promise<readonly Observed[]> {
  return [await askedForList(client, [])];
}

/** GET-20 */
export async function readsPair(client: DlmsClient): Promise<readonly Observed[]> {
  return [await askedForList(client, [LOGICAL_DEVICE_NAME, CURRENT_ASSOCIATION])];
}

/** GET-24: the acknowledgement of a block that was never sent. */
export async function asksForNextBlock(client: DlmsClient): Promise<readonly Observed[]> {
  return [await observe('GET-next without a transfer', getNext(client, client.association.nextInvokeId(), 1))];
}

/** GET-24: an error of a transfer comes in a block; elsewhere it is tolerated. */
export function examineBlockForm(observed: readonly Observed[]): Findings {
  const examination = new Examination();
  for (const { what, reply } of observed) {
    const choice = getResponseOf(reply)?.choice;
    const inBlock = choice === undefined || choice === 'with-datablock';
    examination.tolerate(inBlock, `${what}: the error comes in get-response-${choice}, expected with-datablock`);
  }
  return examination;
}

function asked(client: DlmsClient, attribute: AttributeDescriptor, selection?: SelectiveAccess): Promise<Observed> {
  const what = selection === undefined ? '' : ` with selector ${selection.selector}`;
  const get = selection === undefined ? encodeGet(client, attribute) : encodeSelective(client, attribute, selection);
  return observe(`GET of ${attributeText(attribute)}${what}`, client.request(get));
}

function encodeSelective(client: DlmsClient, attribute: AttributeDescriptor, selection: SelectiveAccess): Uint8Array {
  const invokeIdAndPriority = client.association.nextInvokeId();
  return encodeApdu({ kind: 'get-request', choice: 'normal', invokeIdAndPriority, attribute, selection });
}

function askedForList(client: DlmsClient, wanted: readonly AttributeDescriptor[]): Promise<Observed> {
  const invokeIdAndPriority = client.association.nextInvokeId();
  const attributes = wanted.map((attribute) => ({ attribute }));
  const get = encodeApdu({ kind: 'get-request', choice: 'with-list', invokeIdAndPriority, attributes });
  return observe(`GET-with-list of ${wanted.length}`, client.request(get));
}
