import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Data } from '#dlms/codec/data';
import { Examination, type Findings } from './findings';
import { asks, dataIn, isSameValue } from './get-values';
import { LOGICAL_DEVICE_NAME } from './health';
import { opensAnewWith } from './opening';

/** What one client saw of the meter from the opening to the release. */
export interface Visit {
  readonly opening: string;
  readonly value: Data | undefined;
  readonly read: string;
  /** undefined: the meter knows no RLRQ */
  readonly release: string | undefined;
}

/** WRP-22: opens, reads and releases, by RLRQ where the meter takes it. */
export async function visits(client: DlmsClient, takesRlrq: boolean): Promise<Visit> {
  const { reply } = await opensAnewWith(client, {});
  const asked = await asks(client, LOGICAL_DEVICE_NAME);
  const release = takesRlrq ? answerOf(await client.release()) : undefined;
  await client.disconnect();
  return {
    opening: textOf(answerOf(reply)),
    value: dataIn(asked.reply),
    read: textOf(answerOf(asked.reply)),
    release: release && textOf(release),
  };
}

/** The visit by IPv6 went as the one by IPv4, which was served. */
export function examineVisits({ byIpv4, byIpv6 }: { readonly byIpv4: Visit; readonly byIpv6: Visit }): Findings {
  const examination = new Examination();
  for (const what of ['opening', 'read', 'release'] as const) {
    const same = byIpv4[what] === byIpv6[what];
    examination.expect(same, `the ${what} by IPv6: ${byIpv6[what]}; by IPv4: ${byIpv4[what]}`);
  }
  const served = byIpv6.value !== undefined && byIpv6.value.type !== 'null-data';
  examination.expect(served, `the read by IPv6: ${byIpv6.read}`);
  const equal = byIpv4.value !== undefined && byIpv6.value !== undefined && isSameValue(byIpv4.value, byIpv6.value);
  examination.expect(equal, 'the value read by IPv6 is not the one that is read by IPv4');
  return examination;
}

function textOf({ kind, detail }: { readonly kind: string; readonly detail: string }): string {
  return `${kind} (${detail})`;
}
