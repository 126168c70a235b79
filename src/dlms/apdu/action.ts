import type { Data } from '#dlms/codec/data';
import type { MethodDescriptor } from './descriptors';
import type { GetDataResult } from './get';
import type { ActionResult } from './results';
import type { DataBlock } from './set';

export type ActionRequest =
  | {
      readonly kind: 'action-request';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly method: MethodDescriptor;
      readonly parameters?: Data;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'next-pblock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly methods: readonly MethodDescriptor[];
      readonly parameters: readonly Data[];
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-first-pblock';
      readonly invokeIdAndPriority: number;
      readonly method: MethodDescriptor;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-list-and-first-pblock';
      readonly invokeIdAndPriority: number;
      readonly methods: readonly MethodDescriptor[];
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-pblock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    };

export interface ActionOutcome {
  readonly result: ActionResult;
  readonly returnParameters?: GetDataResult;
}

export type ActionResponse =
  | {
      readonly kind: 'action-response';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly outcome: ActionOutcome;
    }
  | {
      readonly kind: 'action-response';
      readonly choice: 'with-pblock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-response';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly outcomes: readonly ActionOutcome[];
    }
  | {
      readonly kind: 'action-response';
      readonly choice: 'next-pblock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    };
