import type { DlmsClient } from '#client/dlms-client';
import { type Observed, observe } from './observed';
import { encodeGetName } from './requests';

/** In the arc of the application contexts, but not defined. */
const UNDEFINED_CONTEXT = '2.16.756.5.8.1.7';

/** ASC-06: an AARQ as declared but for an undefined context; then a read on the same link, which nobody may serve. */
export async function proposesUndefinedContext(client: DlmsClient): Promise<readonly Observed[]> {
  const aarq = await observe(
    'AARQ with an undefined application context',
    client.sendAarq({ aarq: { applicationContextName: UNDEFINED_CONTEXT } }),
  );
  return [
    aarq,
    await observe(
      'GET after the rejection',
      client.request(encodeGetName(client), { protection: 'none' }),
      'data service',
    ),
  ];
}
