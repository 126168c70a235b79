import type { Data } from '#dlms/codec/data';
import type { AttributeDescriptor, AttributeSelection, SelectiveAccess } from './descriptors';
import type { DataAccessResult } from './results';

/** One block of a long SET or ACTION parameter. */
export interface DataBlock {
  readonly lastBlock: boolean;
  readonly blockNumber: number;
  readonly rawData: Uint8Array;
}

export type SetRequest =
  | {
      readonly kind: 'set-request';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly selection?: SelectiveAccess;
      readonly value: Data;
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-first-datablock';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly selection?: SelectiveAccess;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-datablock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeSelection[];
      readonly values: readonly Data[];
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-list-and-first-datablock';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeSelection[];
      readonly block: DataBlock;
    };

export type SetResponse =
  | {
      readonly kind: 'set-response';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly result: DataAccessResult;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'datablock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'last-datablock';
      readonly invokeIdAndPriority: number;
      readonly result: DataAccessResult;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'last-datablock-with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly DataAccessResult[];
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly DataAccessResult[];
    };
