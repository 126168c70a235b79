import { answerOf } from '#client/answer';
import type { ChannelEvent } from '#client/apdu-channel';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { wrapperOf } from '#client/wrapper-channel';
import type { Wpdu } from '#dlms/link/wrapper/wpdu';
import { Examination, type Findings } from './findings';
import { dataIn } from './get-values';
import { openingText } from './logical-devices';
import { triesToOpen } from './reopening';
import { encodeGetName } from './requests';

/** An opening and a read as declared, and every WPDU that came meanwhile, whoever it was for. */
export interface Dialogue {
  readonly clientSap: number;
  readonly serverSap: number;
  /** undefined: the meter, which was reached before, took no connection */
  readonly opening: OpenOutcome | undefined;
  /** undefined: it did not come to an association */
  readonly read: Reply | undefined;
  readonly wpdus: readonly Wpdu[];
  /** what came when nothing more was to come */
  readonly surplus: ChannelEvent;
}

/** How long to listen for octets that nobody has asked for. */
const LISTENING_MS = 1000;

/** ADR-18, WRP-01: the declared opening on a new connection, a read, and then silence. */
export async function opensAndReads(client: DlmsClient): Promise<Dialogue> {
  await client.disconnect();
  const from = wrapperOf(client.channel).wpdus.length;
  const opening = client.channel.connections > 0 ? await triesToOpen(client) : await client.open();
  const read = opening?.associated ? await client.request(encodeGetName(client)) : undefined;
  const surplus = await client.channel.receive(LISTENING_MS);
  const { clientSap, serverSap } = client.association.settings;
  return { clientSap, serverSap, opening, read, wpdus: wrapperOf(client.channel).wpdus.slice(from), surplus };
}

/** ADR-18: each reply goes from the logical device that was addressed to the client that asked. */
export function examinePorts({ clientSap, serverSap, wpdus }: Dialogue): Findings {
  const examination = new Examination();
  examination.expect(wpdus.length > 0, 'no WPDU came');
  for (const { sourceWport, destinationWport } of wpdus) {
    const exchanged = sourceWport === serverSap && destinationWport === clientSap;
    const ports = `from wPort ${sourceWport} to ${destinationWport}`;
    examination.expect(exchanged, `a WPDU ${ports}, expected from ${serverSap} to ${clientSap}`);
  }
  return examination;
}

/** WRP-01, ADR-18: both requests were served; a header that does not fit its APDU has been found out before. */
export function examineServedDialogue({ opening, read }: Dialogue): Findings {
  const examination = new Examination();
  const text = opening === undefined ? 'the meter takes no connection any more' : openingText(opening);
  examination.expect(opening?.associated === true, `no association: ${text}`);
  if (read === undefined) return examination;
  const { kind, detail } = answerOf(read);
  const value = dataIn(read);
  examination.expect(
    value !== undefined && value.type !== 'null-data',
    `the read of the logical device name was answered by ${value?.type ?? `${kind} (${detail})`}`,
  );
  return examination;
}

/** WRP-01: one WPDU per reply, and nothing behind the last one. */
export function examineNothingFollows({ surplus }: Dialogue): Findings {
  const examination = new Examination();
  const what =
    surplus.kind === 'apdu' ? `a surplus APDU of ${surplus.apdu.length} octets` : 'the end of the connection';
  examination.expect(surplus.kind === 'silence', `after the last reply came ${what}`);
  return examination;
}
