import type { DlmsClient } from '#client/dlms-client';
import { APPLICATION_CONTEXTS } from '#dlms/apdu/acse';
import type { OpenChange } from '#dlms/association/open-change';
import { type Observed, observe } from './observed';
import { orClosed, readsInVain, sendsAarq } from './opening';
import { encodeGetName } from './requests';

/** In the arc of the application contexts, but not defined. */
const UNDEFINED_CONTEXT = '2.16.756.5.8.1.7';
/** A title for clients that have none of their own. */
const FOREIGN_TITLE = Uint8Array.of(0x58, 0x58, 0x58, 0, 0, 0, 0, 1);

/** ASC-06: an AARQ as declared but for an undefined context; then a read on the same link. */
export function proposesUndefinedContext(client: DlmsClient): Promise<readonly Observed[]> {
  const change = { aarq: { applicationContextName: UNDEFINED_CONTEXT } };
  return opensInVain(client, 'AARQ with an undefined application context', change);
}

/** ASC-07: the context with short names, ciphered where the client is, with its title and protection. */
export function proposesShortNames(client: DlmsClient): Promise<readonly Observed[]> {
  const applicationContextName = client.association.settings.ciphered
    ? APPLICATION_CONTEXTS['short-name-referencing-with-ciphering']
    : APPLICATION_CONTEXTS['short-name-referencing-no-ciphering'];
  return opensInVain(client, 'AARQ with short-name referencing', { aarq: { applicationContextName } });
}

/** ASC-08 (a): a client without ciphering proposes the ciphered context, with a title as that one needs. */
export async function proposesCiphering(client: DlmsClient): Promise<readonly Observed[]> {
  const applicationContextName = APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering'];
  const callingApTitle = client.association.settings.systemTitle ?? FOREIGN_TITLE;
  const change = { aarq: { applicationContextName, callingApTitle } };
  return [
    await sendsAarq(client, 'AARQ with the ciphered context', change, 'ciphered context'),
    await readsInVain(client),
  ];
}

/** ASC-08 (b): a ciphered client proposes the plain context, with a plain InitiateRequest. */
export async function proposesPlainContext(client: DlmsClient): Promise<readonly Observed[]> {
  const applicationContextName = APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'];
  return [
    await sendsAarq(client, 'AARQ with the unciphered context', {
      aarq: { applicationContextName },
      initiateProtection: 'none',
      dedicatedKey: 'none',
    }),
    await observe(
      'plain GET after the rejection',
      orClosed(client, () => client.request(encodeGetName(client), { protection: 'none' })),
      'data service',
    ),
  ];
}

/** ASC-41: an AARQ that ACSE rejects, and one whose InitiateRequest is refused. */
export async function provokesRejections(client: DlmsClient): Promise<{ byAcse: Observed; byXdlms: Observed }> {
  return {
    byAcse: await sendsAarq(client, 'AARQ with an undefined application context', {
      aarq: { applicationContextName: UNDEFINED_CONTEXT },
    }),
    byXdlms: await sendsAarq(client, 'AARQ that proposes no service', {
      initiate: { proposedConformance: new Set() },
    }),
  };
}

async function opensInVain(client: DlmsClient, what: string, change: OpenChange): Promise<readonly Observed[]> {
  return [await sendsAarq(client, what, change), await readsInVain(client)];
}
