import type { ActionResponse } from '#dlms/apdu/action';
import type { ConformanceBit } from '#dlms/apdu/conformance';
import type { GetResponse } from '#dlms/apdu/get';
import type { SetResponse } from '#dlms/apdu/set';
import type { MeterPolicy } from '../policy';
import type { Refusal } from '../policy/aftermath';
import type { ObjectAccess } from './object-access';

/** What GET, SET and ACTION may know of the request they serve. */
export interface ServiceContext {
  readonly policy: MeterPolicy;
  readonly access: ObjectAccess;
  /** may what needs this conformance bit be served? */
  allows(bit: ConformanceBit): boolean;
  /** the longest APDU we may send, 0 for no limit */
  readonly limit: number;
  /** octets on the wire of a plain reply of that length, as far as its protection is known by now */
  sealedLength(plainLength: number, tag: number): number;
}

export type ServiceResponse = GetResponse | SetResponse | ActionResponse;

export type ServiceReply =
  | { readonly response: ServiceResponse; readonly refusal?: undefined }
  /** encoded already, since its length had to be known */
  | {
      readonly octets: Uint8Array;
      readonly isError: boolean;
      readonly response?: undefined;
      readonly refusal?: undefined;
    }
  | { readonly refusal: Refusal; readonly response?: undefined };

/** Does the response tell of an error? */
export function isErrorResponse(response: ServiceResponse): boolean {
  if (response.kind === 'get-response') return isGetError(response);
  if (response.kind === 'action-response') return response.choice === 'normal' && response.outcome.result !== 'success';
  return 'result' in response && response.result !== 'success';
}

function isGetError(response: GetResponse): boolean {
  if (response.choice === 'normal') return 'error' in response.result;
  return response.choice === 'with-datablock' && 'error' in response.block;
}
