import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { type Heard, informationOf } from '#client/heard-frames';
import type { Rig } from '#rig/rig';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { type AllowedAnswers, answerKind } from './frame-answers';
import { type FramedOpening, type FramedReply, opensOver, readsOver } from './framed-associations';
import { CONFIRMED, connecting, examineExchanges, type LinkExchange, READY } from './hdlc-exchanges';
import { LOGICAL_DEVICE_NAME } from './health';
import { addressIn, renewsLine, takesLine } from './meter-forms';

/** A meter that declares one link at a time refuses the second; any other serves it. */
const SECOND_LINK: AllowedAnswers = { pass: ['UA'] };
const SECOND_LINK_OF_ONE: AllowedAnswers = { pass: ['UA', 'DM'] };

/** ADR-16: two links on one line, to logical devices of one meter; the first is ended while the second goes on. */
export async function linksTwoDevices(client: DlmsClient, rig: Rig): Promise<readonly LinkExchange[]> {
  const first = await takesLine(client);
  const { server } = first.ends;
  const other = rig.meter.logicalDevices.find(({ sap }) => sap !== server.upper)?.sap;
  const second = first.beside({ server: addressIn(rig, server.length, declared(other, 'second logical device')) });
  const begun = [await connecting('SNRM to the first device', first), await begins(second, rig)];
  const ended = first.link === undefined ? [] : await endsFirst(first);
  const left = second.link === undefined ? [] : [await polls('RR to the second device', second)];
  if (second.link !== undefined) await second.disconnect();
  return [...begun, ...ended, ...left];
}

async function begins(second: FrameDialogue, rig: Rig): Promise<LinkExchange> {
  const allowed = rig.hdlc.maxLinks === 1 ? SECOND_LINK_OF_ONE : SECOND_LINK;
  return { ...(await connecting('SNRM to the second device', second)), allowed };
}

async function endsFirst(first: FrameDialogue): Promise<readonly LinkExchange[]> {
  const poll = await polls('RR to the first device', first);
  return [poll, { what: 'DISC to the first device', heard: await first.disconnect(), allowed: CONFIRMED }];
}

async function polls(what: string, frames: FrameDialogue): Promise<LinkExchange> {
  return { what, heard: await frames.exchange(frames.rr()), allowed: READY, nr: frames.numbers.vs };
}

/** What one of several clients did on a line that they share. */
export interface TurnOnLine {
  readonly client: DlmsClient;
  readonly snrm: LinkExchange;
  /** undefined: there was no link to open it on */
  readonly opening: FramedOpening | undefined;
  readonly name: FramedReply | undefined;
  /** of the attribute that only the management client may read, where the rig names one */
  readonly right: FramedReply | undefined;
}

/** ADR-17: SNRM, AARQ, reads and DISC of one client, and at once the same of another one, on one line. */
export async function takeTurns(first: DlmsClient, second: DlmsClient, rig: Rig): Promise<readonly TurnOnLine[]> {
  const line = await takesLine(first);
  const before = await takesTurn(line, first, rig);
  const { clientSap, serverSap } = second.association.settings;
  const renewed = await renewsLine(first, rig, line);
  const server = addressIn(rig, line.ends.server.length, serverSap);
  const after = await takesTurn(renewed.beside({ client: clientSap, server }), second, rig);
  return [before, after];
}

async function takesTurn(frames: FrameDialogue, client: DlmsClient, { objects }: Rig): Promise<TurnOnLine> {
  const snrm = await connecting(`SNRM of the ${client.role} client`, frames);
  if (frames.link === undefined) return { client, snrm, opening: undefined, name: undefined, right: undefined };
  const opening = await opensOver(frames, client);
  const { managementOnlyAttribute } = objects;
  const name = await readsOver(frames, client, LOGICAL_DEVICE_NAME);
  const right = managementOnlyAttribute && (await readsOver(frames, client, managementOnlyAttribute));
  await frames.disconnect();
  client.association.linkDown();
  return { client, snrm, opening, name, right };
}

/** ADR-17: each was served, on a link whose numbers begin at 0, and with its own rights. */
export function examineTurns(turns: readonly TurnOnLine[]): Findings {
  const examination = new Examination();
  examination.add(examineExchanges(turns.map(({ snrm }) => snrm)));
  for (const turn of turns) examineTurn(turn, examination);
  return examination;
}

const MANAGEMENT = 'management';

function examineTurn({ client, opening, name, right }: TurnOnLine, examination: Examination): void {
  const whose = `the ${client.role} client`;
  if (opening === undefined) return;
  examination.expect(opening.fault === undefined, `${whose}: ${opening.fault}`);
  examineNumbers(whose, opening.replies[0]?.heard[0], examination);
  expectAnswer(`${whose} read the logical device name`, name, true, examination);
  if (right !== undefined) {
    const what = `${whose} read what only the management client may read`;
    expectAnswer(what, right, client.role === MANAGEMENT, examination);
  }
}

/** The first I frame of a link has N(S)=0 and acknowledges ours, of which there was one. */
function examineNumbers(whose: string, heard: Heard | undefined, examination: Examination): void {
  const control = heard && informationOf(heard)[0]?.frame.control;
  if (control?.kind !== 'I') {
    const came = heard === undefined ? 'nothing' : answerKind(heard);
    examination.expect(false, `${whose}: the AARQ was answered by ${came}, expected an I frame`);
    return;
  }
  examination.expect(control.ns === 0, `${whose}: the first I frame has N(S)=${control.ns}, expected 0`);
}

function expectAnswer(
  what: string,
  framed: FramedReply | undefined,
  isServed: boolean,
  examination: Examination,
): void {
  if (framed === undefined) return;
  const { kind, detail } = answerOf(framed.reply);
  const expected = isServed ? 'data' : 'a refusal';
  examination.expect((kind === 'data') === isServed, `${what}: expected ${expected}, got ${kind} (${detail})`);
}
