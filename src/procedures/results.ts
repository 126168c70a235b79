import { answerOf } from '#client/answer';
import type { Data } from '#dlms/codec/data';
import type { ClientProfile, Rig } from '#rig/rig';
import { Examination, type Findings } from './findings';
import type { Observed } from './observed';
import { valueIn } from './protected-services';

/** Each request was served: data, or success. */
export function examineServed(observed: readonly Observed[]): Findings {
  const examination = new Examination();
  examination.expect(observed.length > 0, 'nothing was asked');
  for (const { what, reply } of observed) {
    const { kind, detail } = answerOf(reply);
    const served = kind === 'data' || kind === 'success-result';
    examination.expect(served, `${what}: expected to be served, got ${kind} (${detail})`);
  }
  return examination;
}

/** The name of the logical device that a client talks to, where the rig tells it. */
export function deviceNameOf({ meter }: Rig, { server }: ClientProfile): string | undefined {
  return meter.logicalDevices.find(({ sap }) => sap === server)?.name;
}

/** Each request was served, and a value that came is the name of the logical device. */
export function examineResults(exchanges: readonly Observed[], deviceName: string | undefined): Findings {
  const examination = new Examination();
  examination.add(examineServed(exchanges));
  if (deviceName === undefined) return examination;
  for (const { what, reply } of exchanges) {
    const value = valueIn(reply);
    if (value === undefined) continue;
    const text = textOf(value);
    examination.expect(text === deviceName, `${what}: got the value ${text}, expected ${deviceName}`);
  }
  return examination;
}

/** Each request was answered by an error result. */
export function examineErrorResults(observed: readonly Observed[]): Findings {
  const examination = new Examination();
  examination.expect(observed.length > 0, 'nothing was asked');
  for (const { what, reply } of observed) {
    const { kind, detail } = answerOf(reply);
    examination.expect(kind === 'error-result', `${what}: expected an error result, got ${kind} (${detail})`);
  }
  return examination;
}

function textOf(value: Data): string {
  if (value.type === 'visible-string') return value.value;
  return value.type === 'octet-string' ? Buffer.from(value.value).toString('latin1') : `a ${value.type}`;
}
