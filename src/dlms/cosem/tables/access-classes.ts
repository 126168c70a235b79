import {
  type AttributeDefinition,
  changing,
  fixed,
  type InterfaceClass,
  LOGICAL_NAME,
  type MethodDefinition,
  method,
} from '../class-definition';

const ATTRIBUTE_MODES_0 = 'enum{0:no_access,1:read_only,2:write_only,3:read_and_write}';
const ATTRIBUTE_MODES_1 =
  'enum{0:no_access,1:read_only,2:write_only,3:read_and_write,4:authenticated_read_only,5:authenticated_write_only,6:authenticated_read_and_write}';
const METHOD_MODES_1 = 'enum{0:no_access,1:access,2:authenticated_access}';
const MODE_BITS = 'enum[0..255]';
const USER = 'structure{user_id:unsigned,user_name:visible-string}';

const CONTEXT_NAME = `choice(octet-string(7)|structure{${[
  'joint_iso_ctt_element:unsigned',
  'country_element:unsigned',
  'country_name_element:long-unsigned',
  'identified_organization_element:unsigned',
  'DLMS_UA_element:unsigned',
  'application_context_element:unsigned',
  'context_id_element:unsigned',
].join(',')}})`;

const MECHANISM_NAME = CONTEXT_NAME.replace(
  'application_context_element',
  'authentication_mechanism_name_element',
).replace('context_id_element', 'mechanism_id_element');

const CONTEXT_INFO = `structure{${[
  'conformance:bit-string(24)',
  'max_receive_pdu_size:long-unsigned',
  'max_send_pdu_size:long-unsigned',
  'dlms_version_number:unsigned',
  'quality_of_service:integer',
  'cyphering_info:octet-string',
].join(',')}}`;

function objectListElement(attributeModes: string, methodModes: string): string {
  const attribute = `structure{attribute_id:integer,access_mode:${attributeModes},access_selectors:choice(null-data|array<integer>)}`;
  const methodAccess = `structure{method_id:integer,access_mode:${methodModes}}`;
  const rights = `structure{attribute_access:array<${attribute}>,method_access:array<${methodAccess}>}`;
  return `structure{class_id:long-unsigned,version:unsigned,logical_name:octet-string(6),access_rights:${rights}}`;
}

function associationAttributes(element: string, secret: string): AttributeDefinition[] {
  return [
    LOGICAL_NAME,
    fixed(2, 'object_list', `array<${element}>`),
    fixed(3, 'associated_partners_id', 'structure{client_SAP:integer[0..127],server_SAP:long-unsigned[0..16383]}'),
    fixed(4, 'application_context_name', CONTEXT_NAME),
    fixed(5, 'xDLMS_context_info', CONTEXT_INFO),
    fixed(6, 'authentication_mechanism_name', MECHANISM_NAME),
    fixed(7, secret, 'octet-string'),
    changing(8, 'association_status', 'enum{0:non-associated,1:association-pending,2:associated}'),
  ];
}

function associationMethods(element: string): MethodDefinition[] {
  return [
    method(1, 'reply_to_HLS_authentication', 'octet-string', 'octet-string'),
    method(2, 'change_HLS_secret', 'octet-string'),
    method(3, 'add_object', element),
    method(4, 'remove_object', element),
  ];
}

const REFERENCE = fixed(9, 'security_setup_reference', 'octet-string(6)');
const USERS = [fixed(10, 'user_list', `array<${USER}>`), changing(11, 'current_user', USER)];
const USER_METHODS = [method(5, 'add_user', USER), method(6, 'remove_user', USER)];

/** Association LN, each version adding to the one before (BB 4.4.4). */
function associationLn(version: 0 | 1 | 2 | 3): InterfaceClass {
  const first = objectListElement(ATTRIBUTE_MODES_0, 'boolean');
  const second = objectListElement(ATTRIBUTE_MODES_1, METHOD_MODES_1);
  const element = version === 0 ? first : version === 3 ? objectListElement(MODE_BITS, MODE_BITS) : second;
  const attributes = associationAttributes(element, version === 0 ? 'LLS_secret' : 'secret');
  if (version >= 1) attributes.push(REFERENCE);
  if (version >= 2) attributes.push(...USERS);
  const methods = [...associationMethods(element), ...(version >= 2 ? USER_METHODS : [])];
  return { classId: 15, version, name: 'Association LN', attributes, methods };
}

const SAP_ENTRY = 'structure{SAP:long-unsigned,logical_device_name:octet-string}';

/** Classes that rule who may reach what (BB 4.4). */
export const ACCESS_CLASSES: readonly InterfaceClass[] = [
  associationLn(0),
  associationLn(1),
  associationLn(2),
  associationLn(3),
  {
    classId: 17,
    version: 0,
    name: 'SAP assignment',
    attributes: [LOGICAL_NAME, fixed(2, 'SAP_assignment_list', `array<${SAP_ENTRY}>`)],
    methods: [method(1, 'connect_logical_device', SAP_ENTRY)],
  },
];
