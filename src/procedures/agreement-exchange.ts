import { callMethod, returnedData } from '#client/acting';
import { answerOf } from '#client/answer';
import type { Reply } from '#client/reply';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import { concat, toHex } from '#dlms/codec/hex';
import type { Obis } from '#dlms/codec/obis';
import { isOnCurve } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';
import { signatureLength, verifySignature } from '#dlms/security/signature';
import { signedKey } from '#dlms/security/signed-key';
import { type AgreedKey, agreedKeys, agreedWith, curveOfClient, ephemeralKeyOf } from './agreed-keys';
import { declared } from './declared';
import { type KeyMeans, type KeyReplacement, ownKey } from './key-means';
import { KEY_IDS, keyText } from './key-names';
import type { Observed } from './observed';
import { securitySetupOf } from './security-setup';

const SECURITY_SETUP = 64;
const KEY_AGREEMENT = 3;
const NONCE_LENGTH = 16;

/** Keys that tests agree on. */
export type AgreedName = 'guek' | 'gbek';

/** What is wrong with our half of an agreed key, in the words of features. */
export type HalfKeyFlaw = keyof typeof FLAWS;

type Sign = (publicKey: Uint8Array) => Uint8Array;

const FLAWS = {
  'whose signature has one bit changed': (publicKey, sign) => withChangedEnd(sign(publicKey)),
  'that is no point on the curve': (publicKey, sign) => sign(withChangedEnd(publicKey)),
} as const satisfies Readonly<Record<string, (publicKey: Uint8Array, sign: Sign) => Uint8Array>>;

export const HALF_KEY_FLAWS: readonly string[] = Object.keys(FLAWS);

/** What answered key_agreement. */
export interface AgreementAnswer extends Observed {
  /** the meter's ephemeral key, x ‖ y; undefined where none came that is on the curve */
  readonly meterKey: Uint8Array | undefined;
  /** what is wrong with the meter's half */
  readonly fault: string | undefined;
}

/** @throws RigError when something of an earlier run is not restored yet: nothing is sent */
export async function beginsAgreement(means: KeyMeans, name: AgreedName): Promise<Agreement> {
  const { client, journal } = means;
  const { role, association } = client;
  // without it the meter could not be given its own key back
  ownKey(means, 'kek');
  const object = await securitySetupOf(client);
  const title = declared(association.security.serverTitle, 'system title of the meter');
  const intended = { role, what: name, nonce: client.random(NONCE_LENGTH), object, agreedWith: toHex(title) };
  const entry = { ...journal.begin(intended), what: name };
  return new Agreement(means, entry, { object, title });
}

/** One key that is agreed; written down before the meter is told anything. */
export class Agreement {
  private readonly name: AgreedName;
  private readonly publicKey: Uint8Array;

  constructor(
    private readonly means: KeyMeans,
    private entry: KeyReplacement & { readonly what: AgreedName },
    private readonly meter: { readonly object: Obis; readonly title: Uint8Array },
  ) {
    this.name = entry.what;
    this.publicKey = publicKeyOf(curveOfClient(means), ephemeralKeyOf(means, entry));
  }

  /** Our half, Qe ‖ signature, right or with one flaw. */
  half(flaw?: HalfKeyFlaw): Uint8Array {
    const { publicKey } = this;
    return flaw === undefined ? this.sign(publicKey) : FLAWS[flaw](publicKey, (key) => this.sign(key));
  }

  /** key_agreement; a half of the meter goes into the journal before anything else is done. */
  async offers(half: Uint8Array, what = this.text): Promise<AgreementAnswer> {
    const { client } = this.means;
    const method = { classId: SECURITY_SETUP, logicalName: this.meter.object, methodId: KEY_AGREEMENT };
    const parameters = array(structure(enumerated(KEY_IDS[this.name]), octetString(half)));
    const call = await callMethod(client, method, parameters);
    const answer = this.meterHalf(returnedData(call), call.last);
    if (answer.meterKey !== undefined) this.agreed(answer.meterKey);
    return { what, reply: call.last, ...answer };
  }

  /** What the meter may have now. */
  keys(): readonly AgreedKey[] {
    return agreedKeys(this.means, this.entry, this.name);
  }

  /** The meter has refused and kept its own key. */
  cancel(): void {
    this.means.journal.clear(this.entry.id);
    this.means.forget(this.name, this.entry.nonce);
  }

  get text(): string {
    return `key_agreement of a ${keyText(this.name)}`;
  }

  private sign(publicKey: Uint8Array): Uint8Array {
    const { keyPairs } = this.means.client.association.settings;
    const { privateKey } = declared(keyPairs?.signing, 'keyPairs.signing of the client');
    return signedKey(curveOfClient(this.means), privateKey, publicKey, KEY_IDS[this.name]);
  }

  private agreed(meterKey: Uint8Array): void {
    const known = { agreedWith: agreedWith(this.meter.title, meterKey) };
    this.means.journal.mark(this.entry.id, 'changed', known);
    this.entry = { ...this.entry, ...known };
    this.means.replaced(this.name);
  }

  private meterHalf(data: Data | undefined, reply: Reply): Pick<AgreementAnswer, 'meterKey' | 'fault'> {
    const [entry, ...others] = data?.type === 'array' ? data.elements : [];
    const [id, value] = entry?.type === 'structure' ? entry.elements : [];
    if (id?.type !== 'enum' || value?.type !== 'octet-string' || others.length > 0) {
      const { kind, detail } = answerOf(reply);
      return { meterKey: undefined, fault: `expected key_id and key_data of one key, got ${kind} (${detail})` };
    }
    const fault = id.value === KEY_IDS[this.name] ? this.halfFault(value.value) : `it answers for key_id ${id.value}`;
    return { meterKey: this.pointIn(value.value), fault };
  }

  private pointIn(data: Uint8Array): Uint8Array | undefined {
    const curve = curveOfClient(this.means);
    const point = data.subarray(0, 2 * curve.coordinateLength);
    return isOnCurve(curve, point) ? point : undefined;
  }

  private halfFault(data: Uint8Array): string | undefined {
    const curve = curveOfClient(this.means);
    const expected = 2 * curve.coordinateLength + signatureLength(curve);
    if (data.length !== expected) return `its key_data has ${data.length} octets, expected ${expected}`;
    const point = this.pointIn(data);
    if (point === undefined) return `its ephemeral key is no point on ${curve.name}`;
    return this.signatureFault(point, data.subarray(point.length));
  }

  private signatureFault(point: Uint8Array, signature: Uint8Array): string | undefined {
    const { serverKeys } = this.means.client.association.settings;
    const signer = declared(serverKeys?.signing, 'meter.publicKeys.signing');
    const isOver = (octets: Uint8Array) => verifySignature(curveOfClient(this.means), signer, octets, signature);
    if (isOver(concat(Uint8Array.of(KEY_IDS[this.name]), point))) return undefined;
    if (isOver(point)) return 'its signature covers the ephemeral key alone, expected key_id and key';
    return 'its signature over key_id and ephemeral key is not that of the signing key of the meter';
  }
}

function withChangedEnd(octets: Uint8Array): Uint8Array {
  return octets.map((octet, at) => (at === octets.length - 1 ? octet ^ 0x01 : octet));
}
