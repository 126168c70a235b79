import type { Data } from '#dlms/codec/data';
import type { AttributeDescriptor, AttributeSelection, SelectiveAccess } from './descriptors';
import type { DataAccessResult } from './results';

export type GetRequest =
  | {
      readonly kind: 'get-request';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly selection?: SelectiveAccess;
    }
  | {
      readonly kind: 'get-request';
      readonly choice: 'next';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'get-request';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeSelection[];
    };

export type GetDataResult = { readonly data: Data } | { readonly error: DataAccessResult };

export type GetResponse =
  | {
      readonly kind: 'get-response';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly result: GetDataResult;
    }
  | {
      readonly kind: 'get-response';
      readonly choice: 'with-datablock';
      readonly invokeIdAndPriority: number;
      readonly lastBlock: boolean;
      readonly blockNumber: number;
      readonly block: { readonly rawData: Uint8Array } | { readonly error: DataAccessResult };
    }
  | {
      readonly kind: 'get-response';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly GetDataResult[];
    };
