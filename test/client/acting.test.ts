import { afterEach, describe, expect, it } from 'vitest';
import { callMethod, returnedData } from '#client/acting';
import type { DlmsClient } from '#client/dlms-client';
import { enumerated, octetString } from '#dlms/codec/data-values';
import { declared } from '#procedures/declared';
import { testCertificate } from '#procedures/test-certificate';
import { SuiteBench } from '../procedures/suite-bench';

const SETUP = { classId: 64, logicalName: '0-0:43.0.0.255' } as const;
const REQUEST = { ...SETUP, methodId: 5 };
const IMPORT = { ...SETUP, methodId: 6 };

let bench: SuiteBench;
afterEach(() => bench.close());

/** Forms of the action-responses that came. */
function formsOf(client: DlmsClient): readonly string[] {
  const apdus = client.received.map(({ apdu }) => apdu);
  return apdus.flatMap((apdu) => (apdu.kind === 'action-response' ? [apdu.choice] : []));
}

async function openedWith(clientMaxReceivePduSize: number): Promise<DlmsClient> {
  bench = new SuiteBench(2);
  const client = bench.client('management');
  await client.open({ initiate: { clientMaxReceivePduSize } });
  client.received.length = 0;
  return client;
}

describe('a method call', () => {
  it('takes one APDU each way where that is enough', async () => {
    const client = await openedWith(1024);
    const call = await callMethod(client, REQUEST, enumerated(0));
    expect(returnedData(call)?.type).toBe('octet-string');
    expect(formsOf(client)).toEqual(['normal']);
  });

  it('fetches a result that comes in blocks', async () => {
    const client = await openedWith(200);
    const call = await callMethod(client, REQUEST, enumerated(0));
    const data = returnedData(call);
    expect(data?.type === 'octet-string' && data.value[0]).toBe(0x30);
    expect(formsOf(client)).toEqual(['with-pblock', 'with-pblock']);
    expect(call.outcome?.result).toBe('success');
  });

  it('gives parameters in blocks to a meter that takes no more', async () => {
    const client = await openedWith(1024);
    const { association } = client;
    const negotiated = declared(association.negotiated, 'negotiated');
    association.negotiated = { ...negotiated, serverMaxReceivePduSize: 200 };
    const means = {
      suite: 2,
      authority: declared(bench.rig.testAuthority, 'testAuthority'),
      random: client.random,
      hide: () => undefined,
    } as const;
    const call = await callMethod(client, IMPORT, octetString(testCertificate(means).octets));
    expect(call.outcome).toEqual({ result: 'success' });
    const forms = formsOf(client);
    expect(forms.slice(0, -1).every((form) => form === 'next-pblock')).toBe(true);
    expect(forms.at(-1)).toBe('normal');
    expect(forms.length).toBeGreaterThan(3);
  });

  it('has no outcome where something else answers', async () => {
    const client = await openedWith(1024);
    const call = await callMethod(client, REQUEST, enumerated(0), { protection: 'none' });
    expect(call.outcome).toBeUndefined();
  });
});
