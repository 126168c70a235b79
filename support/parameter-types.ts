import { defineParameterType } from '@cucumber/cucumber';
import type { Forgery } from '#procedures/forgery';
import * as forgery from '#procedures/forgery';
import type { KeyInUse, Strength } from '#procedures/protection-choices';

/** Roles of clients in features; a rig says what they are. */
export type ClientRole = 'public' | 'reading' | 'management' | 'maintenance';

defineParameterType({ name: 'client', regexp: /public|reading|management|maintenance/, transformer: (role) => role });

const KEYS: Readonly<Record<string, KeyInUse>> = { 'its global key': 'global', 'a dedicated key': 'dedicated' };

defineParameterType({
  name: 'key',
  regexp: /its global key|a dedicated key/,
  transformer: (text: string) => KEYS[text],
});

const STRENGTHS: Readonly<Record<string, Strength>> = {
  'authenticated encryption': 'authenticated-encryption',
  'authentication alone': 'authentication',
  'encryption alone': 'encryption',
};

defineParameterType({
  name: 'strength',
  regexp: /authenticated encryption|authentication alone|encryption alone/,
  transformer: (text: string) => STRENGTHS[text],
});

/** Ways to protect a message wrongly, by the words of the features. */
const FORGERIES: Readonly<Record<string, Forgery>> = {
  'a foreign system title': forgery.foreignVectorTitle,
  'a foreign system title in a general message': forgery.foreignVectorTitleInGeneralForm,
  'a general message of a foreign sender': forgery.foreignHeaderTitle,
  'an encryption key wrong in its last bit': forgery.neighbouringEncryptionKey,
  'another encryption key': forgery.otherEncryptionKey,
  'an authentication key wrong in its last bit': forgery.neighbouringAuthenticationKey,
  'no authentication key': forgery.noAuthenticationKey,
  'one bit of the tag changed': forgery.changedTag,
  'one bit of the text changed': forgery.changedText,
  'a tag cut by one octet': forgery.tagCutTo(11),
  'a tag of eight octets': forgery.tagCutTo(8),
  'a tag of four octets': forgery.tagCutTo(4),
  'its tag left out': forgery.tagCutTo(0),
  'an octet behind the tag': forgery.octetBehindTag,
  'another security suite': forgery.otherSuite,
  'the broadcast key-set': forgery.broadcastKeySet,
  'compression announced': forgery.compressionAnnounced,
  'no protection announced': forgery.noProtectionAnnounced,
  'a length one too big': forgery.lengthOffBy(1),
  'a length one too small': forgery.lengthOffBy(-1),
};

defineParameterType({
  name: 'forgery',
  // the longer ones first: some begin like others
  regexp: Object.keys(FORGERIES).sort((a, b) => b.length - a.length),
  transformer: (text: string) => FORGERIES[text],
});

defineParameterType({ name: 'serviceName', regexp: /GET|SET|ACTION/, transformer: (name: string) => name });
