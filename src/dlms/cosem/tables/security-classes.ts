import { changing, fixed, type InterfaceClass, LOGICAL_NAME, method } from '../class-definition';

const KEY_IDS =
  'enum{0:global_unicast_encryption_key,1:global_broadcast_encryption_key,2:authentication_key,3:master_key}';
const WRAPPED_KEYS = `array<structure{key_id:${KEY_IDS},key_wrapped:octet-string}>`;
const AGREED_KEYS = `array<structure{key_id:${KEY_IDS},key_data:octet-string}>`;
const KEY_PURPOSE = 'enum{0:digital_signature,1:key_agreement,2:tls}';
const ENTITY = 'enum{0:server,1:client,2:certification_authority,3:other}';
const CERTIFICATE_TYPE = 'enum{0:digital_signature,1:key_agreement,2:tls,3:other}';
const CERTIFICATE = `structure{certificate_entity:${ENTITY},certificate_type:${CERTIFICATE_TYPE},serial_number:octet-string,issuer:octet-string,subject:octet-string,subject_alt_name:octet-string}`;
const BY_ENTITY = `structure{certificate_entity:${ENTITY},certificate_type:${CERTIFICATE_TYPE},system_title:octet-string}`;
const BY_SERIAL = 'structure{serial_number:octet-string,issuer:octet-string}';
const CERTIFICATE_ID = `structure{certificate_identification_type:enum{0:by_entity,1:by_serial_number},certificate_identification_options:choice(${BY_ENTITY}|${BY_SERIAL})}`;

const TITLES = [
  changing(4, 'client_system_title', 'octet-string(8)'),
  fixed(5, 'server_system_title', 'octet-string(8)'),
];

/** Security setup (BB 4.4.7). */
export const SECURITY_CLASSES: readonly InterfaceClass[] = [
  {
    classId: 64,
    version: 0,
    name: 'Security setup',
    attributes: [
      LOGICAL_NAME,
      fixed(
        2,
        'security_policy',
        'enum{0:nothing,1:all messages authenticated,2:all messages encrypted,3:all messages authenticated and encrypted,4..15:reserved}',
      ),
      fixed(3, 'security_suite', 'enum{0:AES-GCM-128 and AES-128 key wrap,1..15:reserved}'),
      ...TITLES,
    ],
    methods: [method(1, 'security_activate', 'enum[0..15]'), method(2, 'global_key_transfer', WRAPPED_KEYS)],
  },
  {
    classId: 64,
    version: 1,
    name: 'Security setup',
    attributes: [
      LOGICAL_NAME,
      fixed(2, 'security_policy', 'enum[0..252]'),
      fixed(
        3,
        'security_suite',
        'enum{0:AES-GCM-128,1:ECDH-ECDSA-AES-GCM-128-SHA-256,2:ECDH-ECDSA-AES-GCM-256-SHA-384,3..15:reserved}',
      ),
      ...TITLES,
      changing(6, 'certificates', `array<${CERTIFICATE}>`),
    ],
    methods: [
      method(1, 'security_activate', 'enum[0..252]'),
      method(2, 'key_transfer', WRAPPED_KEYS),
      method(3, 'key_agreement', AGREED_KEYS, AGREED_KEYS),
      method(4, 'generate_key_pair', KEY_PURPOSE),
      method(5, 'generate_certificate_request', KEY_PURPOSE, 'octet-string'),
      method(6, 'import_certificate', 'octet-string'),
      method(7, 'export_certificate', CERTIFICATE_ID, 'octet-string'),
      method(8, 'remove_certificate', CERTIFICATE_ID),
    ],
  },
];
