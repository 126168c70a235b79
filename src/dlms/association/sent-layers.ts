import { encodeCiphered } from '#dlms/apdu/ciphered';
import { encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import { encodeGeneralHeader, type GeneralHeader } from '#dlms/apdu/general-header';
import { encodeGeneralSigning, partsToSign } from '#dlms/apdu/general-signing';
import { curveOf } from '#dlms/security/elliptic-curve';
import { forgeProtection } from '#dlms/security/forged-protection';
import { signGeneral } from '#dlms/security/general-signature';
import { protect } from '#dlms/security/protection';
import { type ClientKeys, given } from './client-keys';
import type { GeneralCipheringChoice, GeneralSigningChoice } from './general-choice';
import type { ProtectionChoice } from './protection-choice';
import { isDedicated } from './received-ciphering';
import { sentKey } from './sent-key';

const NOTHING = new Uint8Array(0);

/** glo-, ded-, general-glo- or general-ded-ciphering around an xDLMS APDU. */
export function putOnCiphering(keys: ClientKeys, plain: Uint8Array, choice: ProtectionChoice): Uint8Array {
  const content = protectedContent(plain, choice, {
    encryptionKey: choice.encryptionKey ?? blockKey(keys, choice),
    authenticationKey: choice.authenticationKey ?? keys.gak,
    systemTitle: choice.ivTitle ?? keys.ownTitle,
    take: () => sendingCounter(keys, choice.form).take(),
  });
  return encodeCiphered({
    form: choice.form,
    serviceTag: choice.serviceTag ?? plain[0] ?? 0,
    ...(isGeneral(choice.form) && { systemTitle: choice.headerTitle ?? keys.ownTitle }),
    content,
  });
}

/** The counter of what is sent in that form. */
export function sendingCounter(keys: ClientKeys, form: ProtectionChoice['form']) {
  return isDedicated(form) ? keys.dedicatedSending : keys.globalSending;
}

/** general-ciphering around an APDU, plain or signed. */
export function putOnGeneralCiphering(
  keys: ClientKeys,
  plain: Uint8Array,
  choice: GeneralCipheringChoice,
  transactionId: Uint8Array,
): Uint8Array {
  const header = headerOf(keys, transactionId, choice.header);
  const { key, keyInfo } = sentKey(keys, choice.key ?? { kind: 'identified-key' }, header.transactionId);
  const content = protectedContent(plain, choice, {
    encryptionKey: choice.encryptionKey ?? key.octets,
    authenticationKey: choice.authenticationKey ?? keys.gak,
    systemTitle: choice.ivTitle ?? keys.ownTitle,
    take: () => key.sending.take(),
    header: encodeGeneralHeader(header),
  });
  keys.ephemeral.remember('client', key);
  return encodeGeneralCiphering({ header, ...(keyInfo && { keyInfo }), content });
}

/** general-signing around an APDU, plain or ciphered. */
export function putOnGeneralSigning(
  keys: ClientKeys,
  content: Uint8Array,
  choice: GeneralSigningChoice,
  transactionId: Uint8Array,
): Uint8Array {
  const header = headerOf(keys, transactionId, choice.header);
  const parts = partsToSign(header, content);
  const signingKey = choice.signingKey ?? keys.signingKey;
  const right = signGeneral(
    curveOf(keys.settings.suite),
    signingKey,
    parts,
    choice.coding ?? keys.settings.signatureCoding,
  );
  return encodeGeneralSigning({ header, content, signature: choice.edit?.(right) ?? right });
}

interface ProtectionMeans {
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  readonly systemTitle: Uint8Array;
  /** a counter is used up only where the choice gives none */
  readonly take: () => number;
  readonly header?: Uint8Array;
}

/** `SC ‖ IC ‖ …` */
function protectedContent(
  apdu: Uint8Array,
  choice: ProtectionChoice | GeneralCipheringChoice,
  { encryptionKey, authenticationKey, systemTitle, take, header }: ProtectionMeans,
): Uint8Array {
  const common = {
    keys: { encryptionKey, authenticationKey },
    systemTitle,
    invocationCounter: choice.counter ?? take(),
    apdu,
    ...(header && { header }),
  };
  const content =
    choice.controlOctet === undefined
      ? protect({ ...common, control: choice.control, permitsNone: header !== undefined })
      : forgeProtection({ ...common, controlOctet: choice.controlOctet });
  return choice.edit?.(content) ?? content;
}

function blockKey(keys: ClientKeys, { form }: ProtectionChoice): Uint8Array {
  return isDedicated(form) ? given(keys.dedicated, 'dedicated key').octets : keys.guek.octets;
}

function isGeneral(form: ProtectionChoice['form']): boolean {
  return form === 'general-glo' || form === 'general-ded';
}

function headerOf(keys: ClientKeys, transactionId: Uint8Array, wanted: Partial<GeneralHeader> = {}): GeneralHeader {
  return {
    transactionId,
    originatorSystemTitle: wanted.originatorSystemTitle ?? keys.ownTitle,
    recipientSystemTitle: wanted.recipientSystemTitle ?? given(keys.serverTitle, 'system title of the meter'),
    dateTime: NOTHING,
    otherInformation: NOTHING,
    ...wanted,
  };
}
