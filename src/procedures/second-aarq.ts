import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { getAttribute, getList } from '#client/reading';
import { type Reply, replyText } from '#client/reply';
import type { ConformanceBit } from '#dlms/apdu/conformance';
import type { OpenChange } from '#dlms/association/open-change';
import { Examination, type Findings } from './findings';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';
import { conformanceWithout } from './negotiation';
import { lastingProtection, opensAnewWith } from './opening';
import { limitToOpenWith } from './room-for-opening';
import { LIMIT_FOR_BLOCKS, OBJECT_LIST } from './service-uses';

/** A service of which one of two associations has none, and a request that shows which of them holds. */
interface Telltale {
  readonly bit: ConformanceBit;
  use(client: DlmsClient): Promise<Reply>;
}

/** What a client saw that sent a second AARQ in an open association. */
export interface SecondAarq {
  readonly first: OpenOutcome;
  readonly second: OpenOutcome;
  /** a read that both allow */
  readonly common: Reply;
  /** a service that only the first AARQ proposed */
  readonly old: Reply;
  /** a service that only the second one proposed; undefined for a client that has too few to tell them apart */
  readonly fresh: Reply | undefined;
}

const LISTS: Telltale = {
  bit: 'multiple-references',
  use: async (client) =>
    (await getList(client, [{ attribute: LOGICAL_DEVICE_NAME }, { attribute: CURRENT_ASSOCIATION }], lasting(client)))
      .last,
};
const ATTRIBUTE_ZERO: Telltale = {
  bit: 'attribute0-supported-with-get',
  use: async (client) => (await getAttribute(client, { ...LOGICAL_DEVICE_NAME, attributeId: 0 }, lasting(client))).last,
};
const BLOCKS: Telltale = {
  bit: 'block-transfer-with-get-or-read',
  use: async (client) => (await getAttribute(client, OBJECT_LIST, { ...lasting(client), stopAfterBlocks: 1 })).last,
};
const TELLTALES = [LISTS, ATTRIBUTE_ZERO, BLOCKS];

/** ASC-36: the second AARQ leaves out what the first one had, and the other way round. */
export async function sendsSecondAarq(client: DlmsClient): Promise<SecondAarq> {
  const [old = BLOCKS, fresh] = telltalesOf(client);
  const first = await opensAnewWith(client, proposingAllBut(client, fresh));
  const second = await client.open(proposingAllBut(client, old));
  return {
    first,
    second,
    common: (await getAttribute(client, LOGICAL_DEVICE_NAME, lasting(client))).last,
    old: await old.use(client),
    fresh: await fresh?.use(client),
  };
}

/** The new parameters alone, or the old ones alone; never both, never neither. */
export function examineSecondAarq({ first, second, common, old, fresh }: SecondAarq): Findings {
  const examination = new Examination();
  examination.expect(first.associated, `the first AARQ was answered by ${replyText(first.reply)}`);
  const answer = answerOf(second.reply);
  const kept = answer.kind === 'rejecting-aare' || answer.kind === 'silence';
  const replaced = answer.kind === 'accepting-aare';
  examination.expect(kept || replaced, `the second AARQ was answered by ${answer.kind} (${answer.detail})`);
  examination.expect(kept || second.associated, `accepted, but not opened: ${second.hlsFault ?? 'no association'}`);
  examination.expect(serves(common), `neither association serves: a read was answered by ${replyText(common)}`);
  const held = replaced ? 'the second AARQ was accepted' : 'the second AARQ was not accepted';
  examination.expect(serves(old) !== replaced, `${held}, and a service of the first was ${told(old)}`);
  if (fresh !== undefined)
    examination.expect(serves(fresh) === replaced, `${held}, and a service of the second was ${told(fresh)}`);
  return examination;
}

/** One or two services of the client's declared block whose use shows whether they were negotiated. */
function telltalesOf(client: DlmsClient): readonly Telltale[] {
  const { conformance } = client.association.settings;
  return TELLTALES.filter(({ bit }) => conformance.has(bit)).slice(0, 2);
}

/** Both associations have the limit that calls for blocks: they differ in their services alone. */
function proposingAllBut(client: DlmsClient, telltale: Telltale | undefined): OpenChange {
  const proposedConformance = telltale === undefined ? undefined : conformanceWithout(client, telltale.bit);
  return {
    initiate: {
      clientMaxReceivePduSize: limitToOpenWith(client, LIMIT_FOR_BLOCKS),
      ...(proposedConformance && { proposedConformance }),
    },
  };
}

/** Under the global key, which outlives either association. */
function lasting(client: DlmsClient) {
  return { protection: lastingProtection(client) };
}

function serves(reply: Reply): boolean {
  return answerOf(reply).kind === 'data';
}

function told(reply: Reply): string {
  return serves(reply) ? 'served' : `refused (${answerOf(reply).kind})`;
}
