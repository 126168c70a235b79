import { z } from 'zod';
import { AUTHENTICATION_KINDS } from '#dlms/apdu/authentication';
import { conformance, obis, oneLine, protection, sap, secret, title, word } from './rig-fields';

/** A client of a rig file, before secrets are read. */

const keys = z.strictObject({
  guek: secret.describe('global unicast encryption key'),
  gak: secret.describe('authentication key'),
  gbek: secret.optional().describe('global broadcast encryption key'),
  kek: secret.optional().describe('key encryption key (master key)'),
});

const keyPair = z.strictObject({
  privateKey: secret.describe('private key, 32 octets in suite 1, 48 in suite 2'),
  certificate: oneLine.optional().describe('path of its certificate, PEM or DER'),
});

const keyPairs = z.strictObject({
  signing: keyPair.optional().describe('ECDSA: mechanism 7, general-signing, ephemeral keys'),
  agreement: keyPair.optional().describe('ECDH with a static key'),
});

export const clientSchema = z.strictObject({
  sap: sap.describe('client SAP'),
  server: sap.default(1).describe('server SAP it talks to'),
  authentication: z.enum(AUTHENTICATION_KINDS).default('none').describe('mechanism by which it opens an association'),
  password: secret.optional().describe('secret of low authentication'),
  secret: secret.optional().describe('HLS secret of hls-vendor, hls-md5, hls-sha1 and hls-sha256'),
  vendorFunction: oneLine
    .optional()
    .describe('function of hls-vendor: a known name, or the path of a module of your own'),
  secretChange: z
    .enum(['plain', 'wrapped'])
    .optional()
    .describe('how its secret may be changed in tests: as it is, or wrapped under the KEK; leave out when it may not'),
  context: z
    .enum(['plain', 'ciphered'])
    .optional()
    .describe('application context; ciphered when it has keys and a protection other than none'),
  acceptsOtherContext: z
    .boolean()
    .default(false)
    .describe('true when the meter also accepts the other context from this client'),
  acceptsOtherMechanisms: z
    .boolean()
    .default(false)
    .describe('true when the meter also accepts other mechanisms from this client'),
  suite: z.int().min(0).max(2).default(0).describe('security suite'),
  protection: protection
    .optional()
    .describe('how requests are protected; authenticated-encryption when it has keys, else none'),
  policy: protection.default('none').describe("what the meter's security policy demands of requests"),
  dedicatedKey: z.boolean().default(false).describe('true when the meter takes a dedicated key from this client'),
  keys: keys.optional().describe('keys, as references'),
  keyPairs: keyPairs.optional().describe('key pairs of suites 1 and 2'),
  systemTitle: title.optional().describe("the client's system title; 434C4900 0000 and its SAP when left out"),
  conformance: conformance
    .optional()
    .describe('bits that the meter grants this client when all are proposed; the list of the rig when left out'),
  maxPduSize: z.int().min(12).max(65535).default(1024).describe('largest APDU that we offer to receive'),
  invocationCounter: z
    .strictObject({
      object: obis.describe('object that holds the counter which the meter expects'),
      via: word.describe('client that may read it'),
    })
    .optional()
    .describe('where the meter shows the last invocation counter of this client'),
  users: z
    .strictObject({
      listed: z.int().min(0).max(255).describe('a user id of the user list'),
      unlisted: z.int().min(0).max(255).describe('one that is not on it'),
    })
    .optional()
    .describe('user ids, where the meter identifies the users of this client'),
  declares: z.array(z.string()).default([]).describe('capability names that hold for this client alone'),
});
