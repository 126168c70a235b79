import { traitsOf } from '#dlms/apdu/authentication';
import { encodeConformanceBits } from '#dlms/apdu/conformance';
import type { Data } from '#dlms/codec/data';
import {
  array,
  enumerated,
  integer,
  longUnsigned,
  octetString,
  structure,
  unsigned,
  visibleString,
} from '#dlms/codec/data-values';
import { encodeObis, type Obis } from '#dlms/codec/obis';
import type { AccessContext, AssociationDefinition, AssociationUser, CosemObject } from '../model';
import { changeHlsSecret, changePassword } from './association-secret';
import { objectList, selectObjects } from './object-list';
import { type Attribute, knownClass, ServedObject, shows } from './served-object';

const DLMS_VERSION = 6;
const QUALITY_OF_SERVICE = 0;
const NON_ASSOCIATED = 0;
const NO_USER = structure(unsigned(0), visibleString(''));
/** joint-iso-ccitt(2) country(16) uk(756) dlms-ua(5) application-context(1) or mechanism(2) and its number, in BER */
const CONTEXT_NAME = [0x60, 0x85, 0x74, 0x05, 0x08, 0x01] as const;
const MECHANISM_NAME = [0x60, 0x85, 0x74, 0x05, 0x08, 0x02] as const;
const LN_PLAIN = 1;
const LN_CIPHERED = 3;

export interface AssociationPlace {
  readonly serverSap: number;
  readonly maxPduSize: number;
}

/** 0-0:40.0.0.255: Association LN (class 15 version 3) that shows whatever association asks it. */
export function currentAssociationObject(logicalName: Obis, place: AssociationPlace): CosemObject {
  return associationObject(logicalName, place, ({ association }) => association);
}

/** 0-0:40.0.e.255: the same association for everybody who may see it. */
export function numberedAssociationObject(definition: AssociationDefinition, place: AssociationPlace): CosemObject {
  return associationObject(definition.logicalName, place, () => definition);
}

type Shown = (context: AccessContext) => AssociationDefinition;

/** Pass 3 of HLS, method 1, is the server's business: it holds the challenges. */
function associationObject(logicalName: Obis, place: AssociationPlace, shown: Shown): CosemObject {
  const lists = new Map<AssociationDefinition, Data>();
  return new ServedObject(knownClass(15, 3), logicalName, {
    attributes: {
      2: objectListAttribute(shown, lists),
      3: shows((context) => structure(integer(shown(context).clientSap), longUnsigned(place.serverSap))),
      4: shows((context) => name(CONTEXT_NAME, shown(context).ciphered ? LN_CIPHERED : LN_PLAIN)),
      5: shows((context) => contextInfo(shown(context), place, context)),
      6: shows((context) => name(MECHANISM_NAME, traitsOf(shown(context).authentication).id)),
      7: {
        read: () => ({ error: 'read-write-denied' }),
        write: (value, context) => changePassword(value, shown(context), context),
      },
      8: shows((context) => enumerated(statusOf(shown(context), context))),
      9: shows((context) => setupReference(shown(context).securitySetup)),
      10: shows((context) => array(...shown(context).users.map(userOf))),
      11: shows((context) => (shown(context) === context.association && context.user ? userOf(context.user) : NO_USER)),
    },
    methods: { 2: (parameters, context) => changeHlsSecret(parameters, shown(context), context) },
  });
}

function objectListAttribute(shown: Shown, lists: Map<AssociationDefinition, Data>): Attribute {
  return {
    read: (context) => {
      const definition = shown(context);
      const list = lists.get(definition) ?? objectList(context.logicalDevice, definition);
      lists.set(definition, list);
      return { data: list };
    },
    select: (selection, context) => selectObjects(context.logicalDevice, shown(context), selection),
  };
}

function name(prefix: readonly number[], id: number): Data {
  return octetString(new Uint8Array([...prefix, id]));
}

/** Of the association that asks: what was negotiated. Of any other: what it can have at most. */
function contextInfo(definition: AssociationDefinition, place: AssociationPlace, context: AccessContext): Data {
  const negotiated = definition === context.association ? context.negotiated : undefined;
  return structure(
    { type: 'bit-string', bits: 24, octets: encodeConformanceBits(negotiated?.conformance ?? definition.conformance) },
    longUnsigned(negotiated?.serverMaxPduSize ?? place.maxPduSize),
    longUnsigned(negotiated?.clientMaxPduSize ?? place.maxPduSize),
    unsigned(DLMS_VERSION),
    integer(QUALITY_OF_SERVICE),
    octetString(new Uint8Array()),
  );
}

function userOf({ id, name }: AssociationUser): Data {
  return structure(unsigned(id), visibleString(name));
}

function statusOf(definition: AssociationDefinition, context: AccessContext): number {
  if (definition === context.association) return context.associationStatus;
  return context.statusOf?.(definition) ?? NON_ASSOCIATED;
}

/** All zero where there is no security setup. */
function setupReference(securitySetup: Obis | undefined): Data {
  return octetString(securitySetup === undefined ? new Uint8Array(6) : encodeObis(securitySetup));
}
