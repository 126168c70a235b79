import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { concat } from '#dlms/codec/hex';
import { encodeParameters, type ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { Examination, type Findings } from './findings';
import { type AllowedAnswers, answerKind } from './frame-answers';
import {
  byFrames,
  CONFIRMED,
  connecting,
  DISCONNECTED,
  disconnecting,
  examineExchanges,
  type LinkExchange,
  quietly,
  READY,
} from './hdlc-exchanges';
import { examineUaParameters, unknownParameters } from './hdlc-ua-parameters';

/** An SNRM with a faulty parameter field, and whether what follows agrees with its answer. */
export interface FaultyProposal {
  readonly proposal: LinkExchange;
  readonly followers: readonly LinkExchange[];
}

/** Smaller than the defaults, so that a meter which forgets them shows it. */
const PROPOSAL: ProposedParameters = {
  maxInfoTransmit: 62,
  maxInfoReceive: 62,
  windowTransmit: 1,
  windowReceive: 1,
};
const UNKNOWN_PARAMETER = 0x0a;
const GROUP_LENGTH_AT = 2;

/** HDL-06: the list may be rejected, or the parameter passed over. */
const REJECTED: AllowedAnswers = { pass: ['DM'], deviation: ['UA'] };
/** HDL-07. */
const ANY_SENSE: AllowedAnswers = { pass: ['UA', 'DM', 'silence'], deviation: ['FRMR'] };

/** HDL-06. */
export function proposesUnknownParameter(client: DlmsClient): Promise<FaultyProposal> {
  const list = encodeParameters(PROPOSAL);
  const longer = concat(withOctet(list, GROUP_LENGTH_AT, (list[GROUP_LENGTH_AT] ?? 0) + 3), UNKNOWN);
  return byFrames(client, (frames) => proposes('SNRM with an unknown parameter', longer, frames, REJECTED));
}

const UNKNOWN = Uint8Array.of(UNKNOWN_PARAMETER, 1, 1);

export function examineUnknownParameter(faulty: FaultyProposal): Findings {
  const examination = new Examination();
  const { what, heard } = faulty.proposal;
  examination.add(examineFaultyProposals([faulty]));
  examination.add(examineUaParameters(what, heard, PROPOSAL));
  const isEchoed = unknownParameters(heard).includes(UNKNOWN_PARAMETER);
  examination.expect(!isEchoed, `${what}: the UA names the unknown parameter, too`);
  return examination;
}

/** HDL-07: each with right checks, each answered in its own way. */
export function proposesBrokenLists(client: DlmsClient, silenceMs: number): Promise<readonly FaultyProposal[]> {
  const list = encodeParameters(PROPOSAL);
  const length = list[GROUP_LENGTH_AT] ?? 0;
  const lists: readonly (readonly [string, Uint8Array])[] = [
    ['a group length one too big', withOctet(list, GROUP_LENGTH_AT, length + 1)],
    ['a group length one too small', withOctet(list, GROUP_LENGTH_AT, length - 1)],
    ['another format identifier', withOctet(list, 0, 0x82)],
    ['a format identifier of zero', withOctet(list, 0, 0x00)],
  ];
  return byFrames(client, async (frames) => {
    const all: FaultyProposal[] = [];
    for (const [what, octets] of lists) {
      all.push(await proposes(`SNRM with ${what}`, octets, frames, ANY_SENSE, silenceMs));
    }
    return all;
  });
}

export function examineFaultyProposals(faulty: readonly FaultyProposal[]): Findings {
  return examineExchanges(faulty.flatMap(({ proposal, followers }) => [proposal, ...followers]));
}

async function proposes(
  what: string,
  list: Uint8Array,
  frames: FrameDialogue,
  allowed: AllowedAnswers,
  silenceMs?: number,
): Promise<FaultyProposal> {
  const snrm = frames.frame({ kind: 'SNRM', pf: true }, list);
  const heard = await frames.exchange(snrm, silenceMs === undefined ? {} : quietly(silenceMs));
  const proposal = { what, heard, allowed };
  const consequences = answerKind(heard) === 'UA' ? whileConnected(what, frames) : whileDisconnected(what, frames);
  return { proposal, followers: [...(await consequences), ...(await ownGoodOne(what, frames))] };
}

async function whileConnected(what: string, frames: FrameDialogue): Promise<readonly LinkExchange[]> {
  const rr = { what: `RR after ${what}`, heard: await frames.exchange(frames.rr({ nr: 0 })), allowed: READY, nr: 0 };
  return [rr, await disconnecting(`DISC after ${what}`, frames, CONFIRMED)];
}

async function whileDisconnected(what: string, frames: FrameDialogue): Promise<readonly LinkExchange[]> {
  return [await disconnecting(`DISC after ${what}`, frames, DISCONNECTED)];
}

/** A good SNRM, and the line as it was before. */
async function ownGoodOne(what: string, frames: FrameDialogue): Promise<readonly LinkExchange[]> {
  const snrm = await connecting(`a good SNRM after ${what}`, frames);
  return [snrm, await disconnecting(`DISC after the good SNRM`, frames, CONFIRMED)];
}

function withOctet(octets: Uint8Array, at: number, value: number): Uint8Array {
  const changed = octets.slice();
  changed[at] = value;
  return changed;
}
