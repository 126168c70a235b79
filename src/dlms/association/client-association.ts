import type { Aare, Aarq, Rlre } from '#dlms/apdu/acse';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { MECHANISM_TRAITS } from '#dlms/apdu/authentication';
import type { InitiateRequest, InitiateResponse } from '#dlms/apdu/initiate';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { LocalProtocolError } from '#dlms/errors';
import {
  declaredAarq,
  initiateProtection,
  initiateRequest,
  usesHls,
  without,
  withoutKey,
} from './association-proposal';
import type { AssociationSettings } from './association-settings';
import { type Challenges, clientAnswer, faultOfPassFour } from './client-hls';
import type { ClientSecurity, Deciphered } from './client-security';
import type { FreshValues, OpenChange, ReleaseChange, TokenChange } from './open-change';
import type { LayerChoices, ProtectionChoice, ReceivedLayer, ReceivedProtection } from './protection-choice';
import { type AssociationEvent, type AssociationState, nextState } from './transitions';
import { insideOf } from './unverified-layers';

const USUAL_CHALLENGE = 16;
const HLS_REPLY = { classId: 15, logicalName: '0-0:40.0.0.255', methodId: 1 } as const;

/** What an AARE or RLRE carries inside, deciphered. */
export interface UserInformation {
  readonly apdu: Apdu;
  readonly plain: Uint8Array;
  readonly protection?: ReceivedProtection;
  /** all layers, the outermost first; absent where it came plain */
  readonly layers?: readonly ReceivedLayer[];
}

export interface ReceivedApdu {
  /** as it came, protection included */
  readonly octets: Uint8Array;
  /** the APDU without protection */
  readonly plain: Uint8Array;
  readonly apdu: Apdu;
  /** how the outermost layer that was ciphered was so */
  readonly protection?: ReceivedProtection;
  /** all layers, signatures included, the outermost first; absent where it came plain */
  readonly layers?: readonly ReceivedLayer[];
  /** inside an AARE or RLRE */
  readonly userInformation?: UserInformation;
  readonly notes: readonly DecodeNote[];
}

/** The client half of one application association: APDUs in, APDUs out; no line, no time, no randomness. */
export class ClientAssociation {
  readonly settings: AssociationSettings;
  readonly security: ClientSecurity;
  state: AssociationState = 'idle';
  /** what the meter negotiated in its last accepted AARE */
  negotiated: InitiateResponse | undefined;
  /** the challenges of this opening */
  challenge: Uint8Array | undefined;
  serverChallenge: Uint8Array | undefined;
  /** the token of pass 3 last sent, for replays */
  lastToken: Uint8Array | undefined;
  private initiate: InitiateRequest | undefined;
  private initiateProtection: ProtectionChoice | undefined;
  private invokeId = 0;

  constructor(settings: AssociationSettings, security: ClientSecurity) {
    this.settings = settings;
    this.security = security;
  }

  get usesHls(): boolean {
    return usesHls(this.settings);
  }

  /** Octets of a challenge that every server takes: 16, and 32 with mechanism 7 (GB 9.2.2.2.2). */
  get challengeLength(): number {
    return Math.max(USUAL_CHALLENGE, MECHANISM_TRAITS[this.settings.mechanism].shortestChallenge);
  }

  /** The protection that requests carry unless a test says otherwise: under the dedicated key where one was agreed. */
  get defaultProtection(): ProtectionChoice | undefined {
    const control = this.settings.protection;
    if (control === undefined) return undefined;
    return { form: this.security.dedicatedKey === undefined ? 'glo' : 'ded', control };
  }

  /** Invoke-Id-And-Priority for the next request: confirmed, high priority as the field does, ids 0..15 in turn. */
  nextInvokeId(): number {
    this.invokeId = (this.invokeId + 1) & 0x0f;
    return 0xc0 | this.invokeId;
  }

  /** The AARQ of acse.md 2, as declared but for the change. */
  openRequest(fresh: FreshValues, change: OpenChange = {}): Uint8Array {
    this.follow('AARQ');
    this.negotiated = undefined;
    this.serverChallenge = undefined;
    this.challenge = change.challenge ?? fresh.challenge;
    this.initiate = initiateRequest(this.settings, fresh, change);
    this.initiateProtection = initiateProtection(this.settings, this.initiate, change);
    this.security.agreeDedicatedKey(this.initiate.dedicatedKey);
    const declared = declaredAarq(this.settings, this.challenge);
    const right: Aarq = { ...declared, userInformation: this.protectedInitiate(), ...change.aarq };
    const octets = encodeApdu(without(right, change.without ?? []));
    return change.edit?.(octets) ?? octets;
  }

  /**
   * Decodes strictly and deciphers what the meter sent, and follows the association's state.
   * @throws PeerProtocolError with the octets and the place
   */
  receive(octets: Uint8Array): ReceivedApdu {
    const deciphered = this.security.unprotect(octets);
    const plain = deciphered?.plain ?? octets;
    const notes: DecodeNote[] = [];
    const apdu = insideOf(deciphered?.layers ?? [], () => decodeApdu(plain, notes));
    if (apdu.kind === 'AARE') return this.receivedAare(octets, apdu, notes);
    if (apdu.kind === 'RLRE') return this.receivedRlre(octets, apdu, notes);
    return { octets, plain, apdu, notes, ...protectionOf(deciphered) };
  }

  /** HLS pass 3: the ACTION with f(StoC), not yet protected. */
  hlsRequest(change: TokenChange = {}, logicalName = HLS_REPLY.logicalName as string): Uint8Array {
    const token = change.token ?? clientAnswer(this.security, this.settings, this.challenges, change);
    this.lastToken = token;
    return encodeApdu({
      kind: 'action-request',
      choice: 'normal',
      invokeIdAndPriority: this.nextInvokeId(),
      method: { ...HLS_REPLY, logicalName: logicalName as typeof HLS_REPLY.logicalName },
      parameters: { type: 'octet-string', value: token },
    });
  }

  /**
   * Judges pass 4.
   * @returns undefined when f(CtoS) is right, else what is wrong with it
   */
  checkHlsReply(apdu: Apdu): string | undefined {
    const fault = faultOfPassFour(apdu, this.security, this.settings, this.challenges);
    this.follow(fault === undefined ? 'reply_to_HLS accepted' : 'reply_to_HLS refused');
    return fault;
  }

  /** The RLRQ of acse.md 8: with the InitiateRequest, protected as in the AARQ, where that was protected. */
  releaseRequest(change: ReleaseChange = {}): Uint8Array {
    const userInformation = this.releaseInformation(change);
    return encodeApdu({
      kind: 'RLRQ',
      ...(change.withoutReason ? {} : { reason: 'normal' }),
      ...(userInformation && { userInformation }),
    });
  }

  protect(plain: Uint8Array, choices: LayerChoices): Uint8Array {
    return this.security.protect(plain, choices);
  }

  linkDown(): void {
    this.follow('link down');
    this.forget();
  }

  private forget(): void {
    this.negotiated = undefined;
    this.security.agreeDedicatedKey(undefined);
  }

  private follow(event: AssociationEvent): void {
    this.state = nextState(this.state, event) ?? this.state;
  }

  private protectedInitiate(overrides: Partial<ProtectionChoice> = {}): Uint8Array {
    if (this.initiate === undefined) throw new LocalProtocolError('no association was opened yet');
    const plain = encodeApdu(this.initiate);
    return this.initiateProtection === undefined
      ? plain
      : this.protect(plain, { ...this.initiateProtection, ...overrides });
  }

  private releaseInformation(change: ReleaseChange): Uint8Array | undefined {
    const kind = change.userInformation ?? 'declared';
    if (kind === 'absent') return undefined;
    if (kind === 'unprotected') return this.initiate && encodeApdu(withoutKey(this.initiate));
    return this.initiateProtection && this.protectedInitiate(change.protection);
  }

  private receivedAare(octets: Uint8Array, aare: Aare, notes: DecodeNote[]): ReceivedApdu {
    if (aare.respondingApTitle !== undefined) this.security.serverTitle = aare.respondingApTitle;
    const userInformation = this.userInformation(aare.userInformation, notes);
    this.followAare(aare, userInformation?.apdu);
    return { octets, plain: octets, apdu: aare, notes, ...(userInformation && { userInformation }) };
  }

  private receivedRlre(octets: Uint8Array, rlre: Rlre, notes: DecodeNote[]): ReceivedApdu {
    const userInformation = this.userInformation(rlre.userInformation, notes);
    if (rlre.reason !== 'not-finished') {
      // only the answer tells whether the RLRQ counted: a refused one leaves the association as it was
      this.follow('RLRQ');
      this.follow('RLRE');
      this.forget();
    }
    return { octets, plain: octets, apdu: rlre, notes, ...(userInformation && { userInformation }) };
  }

  private userInformation(octets: Uint8Array | undefined, notes: DecodeNote[]): UserInformation | undefined {
    if (octets === undefined) return undefined;
    const deciphered = this.security.unprotect(octets);
    const plain = deciphered?.plain ?? octets;
    const apdu = insideOf(deciphered?.layers ?? [], () => decodeApdu(plain, notes));
    return { apdu, plain, ...protectionOf(deciphered) };
  }

  private get challenges(): Challenges {
    return { client: this.challenge, server: this.serverChallenge };
  }

  private followAare(aare: Aare, inside: Apdu | undefined): void {
    if (aare.result !== 'accepted') {
      this.follow('AARE rejected');
      this.forget();
      return;
    }
    if (inside?.kind === 'initiate-response') this.negotiated = inside;
    this.serverChallenge = aare.respondingAuthenticationValue;
    this.follow(this.usesHls ? 'AARE authentication required' : 'AARE accepted');
  }
}

function protectionOf(deciphered: Deciphered | undefined): Pick<ReceivedApdu, 'protection' | 'layers'> {
  if (deciphered === undefined) return {};
  const { protection, layers } = deciphered;
  return { ...(protection && { protection }), layers };
}
