import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { ALL_CLIENTS } from '#dlms/link/hdlc/address';
import type { Rig } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { answerKind, answerText } from './frame-answers';
import { opensOver } from './framed-associations';
import { addressIn, renewsLine, takesLine } from './meter-forms';
import type { Observed } from './observed';
import type { Progress } from './silence';
import { RESERVED_CLIENTS, reservedServers, type StrangeAddress, strangeAddress } from './strange-addresses';

/** What SNRM and, where it was confirmed, AARQ came to between two ends of which one does not exist. */
export interface StrangerTries {
  /** what ended each try, as the client would have it: DM is a closed link */
  readonly observed: readonly Observed[];
  /** answers to SNRM that a meter has none of */
  readonly findings: Findings;
}

/** ADR-15: SNRM and AARQ under a client address that nobody has. The AARQ is right for the client that sends it. */
export async function connectsAsStranger(client: DlmsClient, rig: Rig, which: StrangeAddress): Promise<StrangerTries> {
  const known = [...rig.clients.values()].map(({ sap }) => sap);
  const preEstablished = rig.preEstablished === undefined ? [] : [rig.preEstablished.sap];
  const own = client.association.settings.clientSap;
  const range = [own, ALL_CLIENTS - 1] as const;
  const sap = strangeAddress([...RESERVED_CLIENTS, ...known, ...preEstablished], range, which, []);
  const examination = new Examination();
  const frames = (await takesLine(client)).beside({ client: sap });
  const { observed } = await triesToOpen(frames, client, `client ${sap}`, examination);
  return { observed: [observed], findings: examination };
}

/** ADR-26 over HDLC: SNRM, and AARQ where that was confirmed, to each reserved address that the rig does not declare. */
export async function connectsToReserved(client: DlmsClient, rig: Rig, progress: Progress): Promise<StrangerTries> {
  const saps = reservedServers(rig);
  const seconds = rig.timeouts.responseMs / 1000;
  const examination = new Examination();
  const observed: Observed[] = [];
  let line = await takesLine(client);
  for (const sap of saps) {
    progress(Math.round(observed.length * seconds), Math.round(saps.length * seconds));
    const frames = line.beside({ server: addressIn(rig, line.ends.server.length, sap) });
    const tried = await triesToOpen(frames, client, `server ${sap}`, examination);
    observed.push(tried.observed);
    examination.tolerate(!tried.wasLinked, `SNRM, server ${sap}, was confirmed`);
    if (tried.wasLinked) line = await renewsLine(client, rig, line);
  }
  return { observed, findings: examination };
}

async function triesToOpen(
  frames: FrameDialogue,
  client: DlmsClient,
  what: string,
  examination: Examination,
): Promise<{ readonly observed: Observed; readonly wasLinked: boolean }> {
  const heard = await frames.connect();
  const kind = answerKind(heard);
  const waitedMs = heard.waitedMs;
  if (kind !== 'UA') {
    examination.expect(kind === 'DM' || kind === 'silence', `SNRM, ${what}, was answered by ${answerText(heard)}`);
    const reply = kind === 'silence' ? ({ kind, waitedMs } as const) : ({ kind: 'closed', by: 'fin' } as const);
    return { observed: { what: `SNRM, ${what}`, reply }, wasLinked: false };
  }
  const { replies } = await opensOver(frames, client);
  client.association.linkDown();
  await frames.disconnect();
  const reply = replies[0]?.reply ?? { kind: 'silence', waitedMs };
  return { observed: { what: `AARQ, ${what}`, reply }, wasLinked: true };
}
