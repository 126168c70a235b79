import type { ActionOutcome } from '#dlms/apdu/action';
import type { AttributeSelection, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import type { DataAccessResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { nullData } from '#dlms/codec/data-values';
import type { AccessContext, CosemObject } from '../model';
import { policyBits } from '../objects/security-setup';
import type { MeterPolicy } from '../policy';
import type { Access, AccessResult } from '../policy/access-policy';
import { type ProtectionKind, union } from '../policy/protection-kind';
import type { ServiceWrite } from '../policy/service-mode-policy';
import { isSecuritySetup } from './key-ring';

/** Who asks, and how well protected. */
export interface Asker {
  readonly context: AccessContext;
  readonly given: ProtectionKind;
  /** what the security policy asks of the response */
  readonly demandedOfResponse: ProtectionKind;
  readonly attributeZeroWithGet: boolean;
}

type Located =
  | { readonly object: CosemObject; readonly denied?: undefined }
  | { readonly object?: undefined; readonly denied: AccessResult };

/** All rights where a wrong meter shows what it ought to hide. */
const UNLISTED_MODE = 0x03;
const ASSOCIATION_LN = 15;
const REPLY_TO_HLS = 1;
const SECURITY_SETUP = 64;
const SECURITY_ACTIVATE = 1;

/** The objects of one logical device as one request of one client may use them. */
export class ObjectAccess {
  /** what policy and the rights of everything touched so far ask of the response */
  demandedOfResponse: ProtectionKind;
  private readonly policy: MeterPolicy;
  private readonly asker: Asker;

  constructor(policy: MeterPolicy, asker: Asker) {
    this.policy = policy;
    this.asker = asker;
    this.demandedOfResponse = asker.demandedOfResponse;
  }

  read({ attribute, selection }: AttributeSelection): GetDataResult {
    const access = this.access('get', attribute, attribute.attributeId);
    const result =
      attribute.attributeId === 0
        ? this.readAll(access)
        : this.readOne(access, this.policy.selectionApplied(selection, access));
    return this.policy.readResult(result, access);
  }

  write(
    { attribute, selection }: AttributeSelection,
    value: Data,
    form: ServiceWrite['form'] = 'single',
  ): DataAccessResult {
    const access = this.access('set', attribute, attribute.attributeId);
    const located = this.locate(access);
    if (located.denied !== undefined) return this.policy.writeResult(located.denied, access);
    const closed = this.closedBy(access, form);
    if (closed !== undefined && !this.policy.writesInSpiteOfCover(access)) return closed;
    const result = this.policy.executesWrite(access)
      ? located.object.write(access.id, value, this.asker.context, selection)
      : 'success';
    return closed ?? this.policy.writeResult(result, access);
  }

  /** The refusal of a service parameter whose cover is closed, noted in the log. */
  private closedBy(access: Access, form: ServiceWrite['form']): DataAccessResult | undefined {
    const { cover } = this.asker.context;
    if (cover?.guards(access) !== true) return undefined;
    if (this.policy.permitsServiceWrite({ access, cover, given: this.asker.given, form })) return undefined;
    cover.refused();
    return this.policy.resultForClosedCover(access);
  }

  invoke(method: MethodDescriptor, parameters: Data | undefined): ActionOutcome {
    const access = this.access('action', method, method.methodId);
    const located = this.locate(access);
    const outcome =
      located.denied === undefined ? this.call(located.object, access, parameters) : { result: located.denied };
    return this.policy.actionOutcome(outcome, access);
  }

  private readOne(access: Access, selection: AttributeSelection['selection']): GetDataResult {
    const located = this.locate(access);
    if (located.denied !== undefined) return { error: located.denied };
    return located.object.read(access.id, this.asker.context, selection);
  }

  private readAll(access: Access): GetDataResult {
    const negotiated = this.asker.attributeZeroWithGet;
    const known = this.policy.acceptsAttributeZero({ negotiated, service: 'get' });
    const object = this.objectOf(access);
    if (!known || object.object === undefined) {
      return { error: object.denied ?? this.policy.resultForMissingMember(access) };
    }
    const results = object.object.attributeIds.map((id) => this.readOne({ ...access, id }, undefined));
    if (!results.some((result) => 'data' in result)) return { error: this.policy.resultForDeniedAccess(access) };
    const elements = results.map((result) => ('data' in result ? result.data : nullData));
    return { data: { type: 'structure', elements: this.policy.attributeZeroElements(elements) } };
  }

  private call(object: CosemObject, access: Access, parameters: Data | undefined): ActionOutcome {
    if (!this.policy.executesMethod(access)) return { result: 'success' };
    if (object.classId === ASSOCIATION_LN && access.id === REPLY_TO_HLS) {
      return { result: this.policy.resultOfSurplusPassThree() };
    }
    if (object.classId === SECURITY_SETUP && access.id === SECURITY_ACTIVATE) {
      return this.activateSecurity(object, parameters);
    }
    return object.invoke(access.id, parameters, this.asker.context);
  }

  private activateSecurity(object: CosemObject, parameters: Data | undefined): ActionOutcome {
    if (!isSecuritySetup(object)) return object.invoke(SECURITY_ACTIVATE, parameters, this.asker.context);
    const before = object.material.policy;
    const outcome = object.invoke(SECURITY_ACTIVATE, parameters, this.asker.context);
    if (parameters?.type !== 'enum') return outcome;
    const decided = object.material.policy;
    const asked = policyBits(object.version, parameters.value) ?? parameters.value;
    const after = this.policy.securityPolicyAfterActivation({ before, asked, decided });
    if (after === decided) return outcome;
    object.material.policy = after;
    return { result: 'success' };
  }

  private access(
    service: Access['service'],
    of: { readonly classId: number; readonly logicalName: Access['logicalName'] },
    id: number,
  ): Access {
    const { clientSap, serverSap, association } = this.asker.context;
    return { service, classId: of.classId, logicalName: of.logicalName, id, clientSap, serverSap, association };
  }

  private objectOf(access: Access): Located {
    const { policy } = this;
    const { logicalDevice, association } = this.asker.context;
    const object = logicalDevice.objects.get(access.logicalName);
    if (object === undefined) return { denied: policy.resultForMissingObject(access) };
    const listed = association.rights(object.classId, access.logicalName) !== undefined;
    if (!policy.showsObject(access, listed)) return { denied: policy.resultForHiddenObject(access) };
    return policy.acceptsClass(access.classId, object.classId)
      ? { object }
      : { denied: policy.resultForWrongClass(access) };
  }

  private locate(access: Access): Located {
    const { policy } = this;
    const found = this.objectOf(access);
    if (found.object === undefined) return found;
    const { object } = found;
    const defined = access.service === 'action' ? object.methodIds : object.attributeIds;
    if (!policy.hasMember(access, defined)) return { denied: policy.resultForMissingMember(access) };
    const mode = this.modeOf(object, access);
    if (!policy.grantsAccess(access, mode)) return { denied: policy.resultForDeniedAccess(access) };
    if (!policy.meetsDemand(this.asker.given, policy.rightDemand(mode, access), 'right')) {
      return { denied: policy.resultForWeakProtection(access) };
    }
    this.demandedOfResponse = union(this.demandedOfResponse, policy.rightDemandOfResponse(mode));
    return found;
  }

  private modeOf(object: CosemObject, access: Access): number {
    const rights = this.asker.context.association.rights(object.classId, access.logicalName);
    if (rights === undefined) return UNLISTED_MODE;
    const mode = access.service === 'action' ? rights.method(access.id) : rights.attribute(access.id);
    const { cover } = this.asker.context;
    return cover?.guards(access) === true ? this.policy.modeUnderCover(mode, cover, access) : mode;
  }
}
