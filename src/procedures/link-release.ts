import type { DlmsClient } from '#client/dlms-client';
import { hdlcOf } from '#client/hdlc-channel';
import type { Rig } from '#rig/rig';
import { asksOver } from './framed-associations';
import { CONFIRMED, connecting, type LinkExchange, quietly } from './hdlc-exchanges';
import { renewsLine } from './meter-forms';
import type { Observed } from './observed';
import { encodeGetName } from './requests';

/** What became of an association whose link was ended and begun anew. */
export interface LinkRelease {
  /** DISC and SNRM */
  readonly exchanges: readonly LinkExchange[];
  /** a read as if the association stood */
  readonly observed: readonly Observed[];
}

/** REL-05: DISC, SNRM and a read without an AARQ. The client has the link back without an association. */
export async function readsAfterDisc(client: DlmsClient, rig: Rig): Promise<LinkRelease> {
  const channel = hdlcOf(client.channel);
  const get = client.protected(encodeGetName(client));
  const line = await channel.takeOver();
  const heard = await line.exchange(line.disc(), quietly(rig.timeouts.responseMs));
  const disc = { what: 'DISC', heard, allowed: CONFIRMED };
  const frames = await renewsLine(client, rig, line);
  const snrm = await connecting('SNRM', frames);
  const observed = frames.link === undefined ? [] : [await asksOver(frames, client, 'GET without an AARQ', get)];
  client.association.linkDown();
  channel.handBack(frames);
  return { exchanges: [disc, snrm], observed };
}
