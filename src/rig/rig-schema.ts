import { z } from 'zod';
import { clientSchema } from './client-schema';
import {
  attribute,
  caseId,
  conformance,
  hex,
  literal,
  oneLine,
  positiveMs,
  sap,
  seconds,
  secret,
  title,
  word,
} from './rig-fields';
import { transportSchema } from './transport-schema';

/**
 * The form of a rig file, before secrets are read and defaults that depend on one another are filled in. The
 * descriptions are the reference text for people who write one.
 */

const eventCode = z.int().min(0).max(0xffffffff);

const addressBytes = z.literal([1, 2, 4]);

/** What can only be declared of a meter that is reached over HDLC; a rig of the same meter over another link has none of it. */
const HDLC_CAPABILITIES = [
  'hdlc.broadcast',
  'hdlc.ui',
  'hdlc.calling',
  'hdlc.multidrop',
  'push.hdlc',
  'test.hdlcSetup',
] as const;

const hdlc = z
  .strictObject({
    serverLower: z.int().min(0).max(0x3fff).optional().describe('lower address: the physical device on the line'),
    addressBytes: addressBytes
      .optional()
      .describe('octets of server addresses; 1 without a lower address, else 2, or 4 where one needs more than 7 bits'),
    acceptsAddressBytes: z
      .array(addressBytes)
      .min(1)
      .optional()
      .describe('every length of server addresses that the meter accepts; addressBytes alone when left out'),
    maxInfo: z.int().min(32).max(2030).default(128).describe('longest information field that is proposed, octets'),
    window: z.int().min(1).max(7).default(1).describe('frames that may be sent before an acknowledgement'),
    inactivitySeconds: z
      .int()
      .min(0)
      .max(0xffff)
      .optional()
      .describe("inactivity time-out of the meter's link; 0 = never; leave out when not known"),
    interOctetMs: positiveMs
      .optional()
      .describe("the meter's time-out between two octets of a frame on this line; leave out when not known"),
    maxLinks: z
      .int()
      .min(1)
      .optional()
      .describe('links that the meter keeps at the same time on one line; leave out when not known'),
    otherLowers: z
      .array(z.int().min(0).max(0x3fff))
      .optional()
      .describe('lower addresses of other meters on the line, which answer for themselves'),
    declares: z
      .array(z.enum(HDLC_CAPABILITIES))
      .default([])
      .describe('capabilities that the meter has over HDLC alone; they may stand in declares as well'),
  })
  .prefault({});

const timeouts = z
  .strictObject({
    connectMs: positiveMs.default(5000).describe('for opening the connection'),
    responseMs: positiveMs.default(5000).describe('from the end of a request to the first octet of its reply'),
    intraMessageMs: positiveMs.default(5000).describe('between two octets of one message'),
    recoveryMs: positiveMs
      .default(60_000)
      .describe('how long the meter may take to free what a dropped connection held'),
  })
  .prefault({});

const publicKeys = z.strictObject({
  signing: oneLine.optional().describe('hex of x and y, or file:PATH of a certificate'),
  agreement: oneLine.optional().describe('hex of x and y, or file:PATH of a certificate'),
});

const meter = z
  .strictObject({
    flagId: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three capital letters')
      .optional()
      .describe('FLAG id of the maker, three letters'),
    systemTitle: title.optional().describe('system title of the meter, 16 hex digits'),
    publicKeys: publicKeys.optional().describe('public keys of the meter, suites 1 and 2'),
    algorithmId: z
      .enum(['correct', 'as-printed'])
      .optional()
      .describe(
        'AlgorithmID of its key derivation: the right object identifier (default), or that of the Green Book 8 table',
      ),
    signedOctets: z
      .enum(['standard', 'without-content-length'])
      .optional()
      .describe(
        'what it signs in general-signing: all lengths and values (default), or all but the length of the content',
      ),
    logicalDeviceName: oneLine
      .optional()
      .describe('name of the logical device at SAP 1; short for one row of logicalDevices'),
    inactivitySeconds: seconds.optional().describe('TCP inactivity time-out; 0 = never; leave out when not known'),
    pendingAssociationSeconds: seconds
      .optional()
      .describe('after which an HLS association that got no pass 3 is dropped; leave out when there is none'),
    maxConnections: z.int().min(1).max(1000).optional().describe('connections that the meter serves at the same time'),
    maxListItems: z.int().min(1).max(1000).optional().describe('most items that the meter takes in one list request'),
    portShown: z
      .int()
      .min(0)
      .max(65535)
      .optional()
      .describe('port that the TCP-UDP setup shows, where a port mapping lies between'),
    lockout: z
      .strictObject({
        failures: z.int().min(1).max(100).describe('wrong secrets after which a client is locked out'),
        seconds: seconds.min(1).describe('for how long'),
      })
      .optional()
      .describe('lock-out after wrong secrets; leave out when there is none'),
    deviceAddress: z
      .string()
      .regex(/^[0-9A-Za-z ]{1,32}$/, 'up to 32 letters, digits and spaces')
      .optional()
      .describe('device address of the sign-on by IEC 62056-21; leave out when there is none'),
    baudRates: z
      .array(z.int().min(300).max(115_200))
      .min(1)
      .optional()
      .describe('speeds that the meter declares for the sign-on'),
    eventCodes: z
      .strictObject({
        coverOpened: eventCode.optional().describe('the terminal cover was opened'),
        coverClosed: eventCode.optional().describe('the terminal cover was closed'),
        serviceAccessRefused: eventCode
          .optional()
          .describe('somebody tried to write a service parameter while the terminal cover was closed'),
      })
      .optional()
      .describe('codes of events in objects.eventLog; leave out what the meter does not log'),
    hasReadout: z.boolean().optional().describe('false when the meter declares no data readout at its local port'),
    gateway: z
      .strictObject({
        networkId: z.int().min(0).max(255).describe('network behind the gateway'),
        address: hex.describe('address of a device behind it, hex'),
        unknownAddress: hex.describe('address that nobody has, hex'),
      })
      .optional()
      .describe('a device behind the meter, for which it is a gateway'),
    logicalDevices: z
      .array(z.strictObject({ sap: sap.describe('server SAP'), name: oneLine.describe('logical device name') }))
      .default([])
      .describe('every logical device with its SAP and name'),
  })
  .prefault({});

const preEstablished = z
  .strictObject({
    sap: sap.describe('client SAP'),
    server: sap.default(1).describe('server SAP it talks to'),
    conformance: conformance.describe('services of the association'),
  })
  .optional()
  .describe('a client whose association is there without an AARQ; not one of clients');

const writableAttribute = z.strictObject({
  attribute: attribute.describe('class/obis/attribute'),
  values: z.tuple([literal, literal]).describe('two harmless values, TYPE:VALUE'),
});

const objects = z
  .strictObject({
    clock: attribute.default('8/0-0:1.0.0.255/2').describe('time of the clock'),
    testAttribute: writableAttribute.optional().describe('an attribute that may be written'),
    testMethod: z
      .strictObject({
        method: attribute.describe('class/obis/method'),
        parameters: literal.default('integer:0').describe('parameter, TYPE:VALUE'),
        counter: attribute.describe('attribute in which its effect can be counted'),
      })
      .optional()
      .describe('a harmless method with a countable effect'),
    profile: attribute.optional().describe('buffer of a profile with a clock column, at least two columns and 5 rows'),
    protectedAttribute: attribute
      .optional()
      .describe('an attribute whose access right demands more protection than the policy'),
    unreadableAttribute: attribute.optional().describe('an attribute that the object list shows without read right'),
    managementOnlyAttribute: attribute.optional().describe('an attribute that only the management client may read'),
    serviceParameter: writableAttribute
      .optional()
      .describe('a service parameter: may only be written while the terminal cover is open (test.serviceParameter)'),
    eventLog: attribute
      .optional()
      .describe('buffer of a profile in which events are logged, with a clock column and one for the event code'),
    protectedTestAttribute: writableAttribute
      .optional()
      .describe(
        'a writable attribute whose access right demands more protection than the policy (test.protectedWrite)',
      ),
    spareKeyPair: z
      .enum(['digital-signature', 'key-agreement', 'tls'])
      .optional()
      .describe('key pair of the meter that may be made anew, and is not restored'),
  })
  .prefault({});

const safety = z
  .strictObject({
    allowWrites: z.boolean().default(false).describe('test values may be written and are restored'),
    allowKeyChange: z.boolean().default(false).describe('keys, secrets and policies may be changed and are restored'),
    allowDisconnect: z.boolean().default(false).describe('the disconnector may be operated'),
    allowImageActivation: z.boolean().default(false).describe('a firmware image may be transferred and activated'),
    allowLockout: z.boolean().default(false).describe('wrong secrets may be tried, at the risk of a lock-out'),
    wrongSecrets: z
      .int()
      .min(1)
      .optional()
      .describe('most wrong secrets that one run may try with each client; no limit when left out'),
    allowReset: z.boolean().default(false).describe('buffers, counters and supply may be reset'),
  })
  .prefault({});

export const rigSchema = z.strictObject({
  version: z.literal(1).describe('version of this form'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'up to 64 letters, digits, dots, - and _')
    .describe('name of the rig in reports and of its state file'),
  transport: transportSchema.describe('how the meter is reached'),
  hdlc: hdlc.describe('addresses and proposals where the framing is hdlc'),
  timeouts: timeouts.describe('how long to wait'),
  meter: meter.describe('what the meter says of itself'),
  conformance: conformance.default(['get']).describe('bits granted to every client that has no list of its own'),
  clients: z.record(word, clientSchema).describe('by role: public, reading, management, maintenance'),
  preEstablished,
  testAuthority: z
    .strictObject({
      certificate: oneLine.describe('path of the CA certificate that the meter trusts, PEM or DER'),
      privateKey: secret.describe('its private key'),
    })
    .optional()
    .describe('certification authority of the bench, for tests with certificates'),
  objects: objects.describe('objects that tests may use'),
  declares: z
    .array(z.string())
    .default([])
    .describe('capability names of fixtures/requirements/capabilities.json that hold for the meter'),
  deviations: z
    .array(
      z.strictObject({
        case: caseId.describe('case that the meter is known to break'),
        reason: oneLine.describe('why this is tolerated'),
      }),
    )
    .default([])
    .describe('known departures of this meter'),
  safety: safety.describe('what may be done to this meter; nothing unless said here'),
});

export type RigDocument = z.infer<typeof rigSchema>;
export type ClientDocument = RigDocument['clients'][string];
