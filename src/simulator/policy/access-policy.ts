import type { ActionOutcome } from '#dlms/apdu/action';
import type { SelectiveAccess } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import type { ActionResult, DataAccessResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import type { AssociationDefinition } from '../model';
import { kindOfBits, type ProtectionKind } from './protection-kind';

/** One attribute or method that a client asks for. */
export interface Access {
  readonly service: 'get' | 'set' | 'action';
  readonly classId: number;
  readonly logicalName: Obis;
  /** attribute or method id */
  readonly id: number;
  readonly clientSap: number;
  readonly serverSap: number;
  /** of the client that asks, with what it authenticates by */
  readonly association: AssociationDefinition;
}

/** Result codes that GET, SET and ACTION share. */
export type AccessResult = DataAccessResult & ActionResult;

/** Decisions over who may do what to which object (GB 9.5, security.md 8). */
export interface AccessPolicy {
  /** Right: the class of the object. */
  acceptsClass(asked: number, actual: number): boolean;
  /** Right: objects of the association's own list. */
  showsObject(access: Access, listed: boolean): boolean;
  /** Right: when the class has it. */
  hasMember(access: Access, defined: readonly number[]): boolean;
  /** May it be read, written, called? `mode` is the class 15 version 3 access mode. Right: bit 0 for GET and ACTION, bit 1 for SET. */
  grantsAccess(access: Access, mode: number): boolean;
  /** What the access mode asks of the request. Right: 04 authenticated, 08 encrypted, 10 signed. */
  rightDemand(mode: number, access: Access): ProtectionKind;
  /** What it asks of the response. Right: 20 authenticated, 40 encrypted, 80 signed. */
  rightDemandOfResponse(mode: number): ProtectionKind;
  /** Right: `object-undefined`. */
  resultForMissingObject(access: Access): AccessResult;
  /** An object that is not in the list of this association. Right: `object-undefined`. */
  resultForHiddenObject(access: Access): AccessResult;
  /** Right: `object-class-inconsistent`. */
  resultForWrongClass(access: Access): AccessResult;
  /** Right: `object-undefined`. */
  resultForMissingMember(access: Access): AccessResult;
  /** Right: `read-write-denied`. */
  resultForDeniedAccess(access: Access): AccessResult;
  /** The right exists, but the request had too little protection. Right: `scope-of-access-violated`. */
  resultForWeakProtection(access: Access): AccessResult;
  /** Is attribute 0 known? `negotiated`: attribute0-supported-with-get or -set. Right: only when negotiated. */
  acceptsAttributeZero(attribute: { readonly negotiated: boolean; readonly service: 'get' | 'set' }): boolean;
  /** Elements of attribute 0. Right: one per attribute of the class in order, null-data for what may not be read. */
  attributeZeroElements(elements: readonly Data[]): readonly Data[];
  /** The selection that is applied. Right: the one that was asked. */
  selectionApplied(selection: SelectiveAccess | undefined, access: Access): SelectiveAccess | undefined;
  /** The last word over what a GET of one attribute gives. Right: unchanged. */
  readResult(result: GetDataResult, access: Access): GetDataResult;
  /** Is the value of a SET that is granted written? Right: yes. */
  executesWrite(access: Access): boolean;
  /** The last word over the result of a SET. Right: unchanged. */
  writeResult(result: DataAccessResult, access: Access): DataAccessResult;
  /** Is a method that is granted called? Right: yes. */
  executesMethod(access: Access): boolean;
  /** The last word over what an ACTION gives. Right: unchanged. */
  actionOutcome(outcome: ActionOutcome, access: Access): ActionOutcome;
  /** The security policy after security_activate (class 64 method 1) asked for `asked`; `decided` is what the object made of it. Right: `decided`, which never lacks a bit of `before`. */
  securityPolicyAfterActivation(policy: {
    readonly before: number;
    readonly asked: number;
    readonly decided: number;
  }): number;
}

export const conformingAccess: AccessPolicy = {
  acceptsClass: (asked, actual) => asked === actual,
  showsObject: (_access, listed) => listed,
  hasMember: ({ id }, defined) => defined.includes(id),
  grantsAccess: ({ service }, mode) => (mode & (service === 'set' ? 0x02 : 0x01)) !== 0,
  rightDemand: (mode) => kindOfBits(mode, { authenticated: 0x04, encrypted: 0x08, signed: 0x10 }),
  rightDemandOfResponse: (mode) => kindOfBits(mode, { authenticated: 0x20, encrypted: 0x40, signed: 0x80 }),
  resultForMissingObject: () => 'object-undefined',
  resultForHiddenObject: () => 'object-undefined',
  resultForWrongClass: () => 'object-class-inconsistent',
  resultForMissingMember: () => 'object-undefined',
  resultForDeniedAccess: () => 'read-write-denied',
  resultForWeakProtection: () => 'scope-of-access-violated',
  acceptsAttributeZero: ({ negotiated }) => negotiated,
  attributeZeroElements: (elements) => elements,
  selectionApplied: (selection) => selection,
  readResult: (result) => result,
  executesWrite: () => true,
  writeResult: (result) => result,
  executesMethod: () => true,
  actionOutcome: (outcome) => outcome,
  securityPolicyAfterActivation: ({ decided }) => decided,
};
