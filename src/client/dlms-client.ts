import type { Aare } from '#dlms/apdu/acse';
import type { ClientAssociation, ReceivedApdu } from '#dlms/association/client-association';
import type { OpenChange, ReleaseChange, TokenChange } from '#dlms/association/open-change';
import { type LayerChoices, layersOf, type ProtectionChoice } from '#dlms/association/protection-choice';
import type { HeaderEdit } from '#dlms/link/wrapper/wrapper-link';
import type { SecretRegistry } from '#dlms/security/secrets';
import { suiteOf } from '#dlms/security/suite';
import type { ApduChannel } from './apdu-channel';
import { octetsText, receivedText, sentText } from './received-text';
import type { Reply } from './reply';

export interface ClientParts {
  readonly role: string;
  readonly channel: ApduChannel;
  readonly association: ClientAssociation;
  readonly secrets: SecretRegistry;
  /** random octets for challenges and dedicated keys */
  readonly random: (length: number) => Uint8Array;
}

export interface OpenOutcome {
  /** what answered the AARQ */
  readonly reply: Reply;
  readonly aare: Aare | undefined;
  /** what answered HLS pass 3, where it came to that */
  readonly hlsReply: Reply | undefined;
  /** what is wrong with pass 4, in words; undefined when right or not reached */
  readonly hlsFault: string | undefined;
  readonly associated: boolean;
}

export interface RequestOptions {
  /** one layer or several, the inner ones first; `none`: in clear; left out: as the association declares */
  readonly protection?: LayerChoices | 'none';
  /** the last word over the APDU as it goes out */
  readonly edit?: (apdu: Uint8Array) => Uint8Array;
  readonly header?: HeaderEdit;
  readonly timeoutMs?: number;
}

/** One client of the meter: opens and releases associations, sends requests, reports what came back. */
export class DlmsClient {
  readonly role: string;
  readonly channel: ApduChannel;
  readonly association: ClientAssociation;
  /** notifications that the meter sent unasked */
  readonly unsolicited: ReceivedApdu[] = [];
  /** every APDU received that was protected or had something protected inside, for cases that judge counters and forms */
  readonly received: ReceivedApdu[] = [];
  readonly random: (length: number) => Uint8Array;
  private readonly secrets: SecretRegistry;
  private readonly unanswered = new Set<number>();
  private heard: ReceivedApdu[] | undefined;

  constructor(parts: ClientParts) {
    this.role = parts.role;
    this.channel = parts.channel;
    this.association = parts.association;
    this.secrets = parts.secrets;
    this.random = parts.random;
  }

  /** AARQ and, with HLS, pass 3: the association as declared, but for the change. */
  async open(change: OpenChange = {}): Promise<OpenOutcome> {
    const reply = await this.sendAarq(change);
    const aare = aareOf(reply);
    if (this.association.state !== 'pending') {
      return {
        reply,
        aare,
        hlsReply: undefined,
        hlsFault: undefined,
        associated: this.association.state === 'associated',
      };
    }
    if (this.association.serverChallenge === undefined) {
      return { reply, aare, hlsReply: undefined, hlsFault: 'the AARE carries no StoC', associated: false };
    }
    const { hlsReply, hlsFault } = await this.completeHls();
    return { reply, aare, hlsReply, hlsFault, associated: hlsFault === undefined };
  }

  /** The AARQ alone: with HLS the association is then pending. */
  async sendAarq(
    change: OpenChange = {},
    { header, timeoutMs }: Pick<RequestOptions, 'header' | 'timeoutMs'> = {},
  ): Promise<Reply> {
    await this.channel.connect();
    return this.exchange(this.aarq(change), header, timeoutMs);
  }

  /** The octets of a new AARQ, for cases that send them by themselves: the association now waits for its AARE. */
  aarq(change: OpenChange = {}): Uint8Array {
    const { challengeLength, settings } = this.association;
    const dedicatedKey = this.random(suiteOf(settings.suite).keyLength);
    const fresh = { challenge: this.random(challengeLength), dedicatedKey };
    const aarq = this.association.openRequest(fresh, change);
    this.hideSecretsOf(change, fresh.dedicatedKey);
    return aarq;
  }

  /** HLS pass 3, under the global key, and the check of pass 4. */
  async completeHls(
    change: TokenChange = {},
    logicalName?: string,
  ): Promise<{ hlsReply: Reply; hlsFault: string | undefined }> {
    const request = this.association.hlsRequest(change, logicalName);
    const control = this.association.settings.protection;
    const protection: ProtectionChoice | 'none' = control === undefined ? 'none' : { form: 'glo', control };
    const hlsReply = await this.request(request, { protection });
    const hlsFault =
      hlsReply.kind === 'apdu'
        ? this.association.checkHlsReply(hlsReply.received.apdu)
        : `pass 3 was answered by ${hlsReply.kind}`;
    return { hlsReply, hlsFault };
  }

  async release(change: ReleaseChange = {}): Promise<Reply> {
    return this.exchange(this.association.releaseRequest(change));
  }

  /** An xDLMS request, protected as the association declares unless the options say otherwise. */
  async request(plain: Uint8Array, options: RequestOptions = {}): Promise<Reply> {
    await this.send(plain, options);
    return this.receive(options.timeoutMs, invokeIdOf(plain));
  }

  /** The request alone, without waiting for an answer. */
  send(plain: Uint8Array, options: RequestOptions = {}): Promise<void> {
    const choices = this.choicesOf(options);
    const apdu = this.protected(plain, options);
    const forms = choices === 'none' ? [] : layersOf(choices).map(({ form }) => form);
    return this.channel.send(apdu, () => sentText(apdu, plain, forms), options.header);
  }

  /** The octets of a request as they would go out, for replays and for cases that join or cut them. */
  protected(plain: Uint8Array, options: RequestOptions = {}): Uint8Array {
    const choices = this.choicesOf(options);
    const apdu = choices === 'none' ? plain : this.association.protect(plain, choices);
    return options.edit?.(apdu) ?? apdu;
  }

  /** An APDU as it stands, and the answer to it. */
  async exchange(apdu: Uint8Array, header: HeaderEdit = {}, timeoutMs?: number): Promise<Reply> {
    await this.channel.send(apdu, () => octetsText(apdu), header);
    return this.receive(timeoutMs);
  }

  /**
   * The next answer. Notifications and answers to requests given up earlier are set aside.
   * @throws PeerProtocolError when it does not decode or decipher strictly
   */
  async receive(timeoutMs?: number, invokeId?: number): Promise<Reply> {
    const { clock, timeouts } = this.channel;
    const started = clock.now();
    const deadline = started + (timeoutMs ?? timeouts.responseMs);
    for (;;) {
      const event = await this.channel.receive(Math.max(0, deadline - clock.now()));
      if (event.kind !== 'apdu') return this.nothingCame(event, invokeId);
      const received = this.decoded(event.apdu);
      if (!this.isAside(received, invokeId)) return { kind: 'apdu', received };
      // a meter that sends notifications without end must not keep us for ever
      const waitedMs = Math.round(clock.now() - started);
      if (clock.now() > deadline) return this.nothingCame({ kind: 'silence', waitedMs }, invokeId);
    }
  }

  /** From now on, and until it is called again, every APDU received is put into the returned array. */
  hear(): readonly ReceivedApdu[] {
    const heard: ReceivedApdu[] = [];
    this.heard = heard;
    return heard;
  }

  /** Drops the connection in an orderly way; the association is gone with it. */
  async disconnect(): Promise<void> {
    await this.channel.close();
    this.association.linkDown();
  }

  async reset(): Promise<void> {
    await this.channel.reset();
    this.association.linkDown();
  }

  private choicesOf({ protection }: RequestOptions): LayerChoices | 'none' {
    return protection ?? this.association.defaultProtection ?? 'none';
  }

  private nothingCame(event: Exclude<Reply, { kind: 'apdu' }>, invokeId: number | undefined): Reply {
    if (event.kind === 'closed') this.association.linkDown();
    else if (invokeId !== undefined) this.unanswered.add(invokeId);
    return event;
  }

  private decoded(apdu: Uint8Array): ReceivedApdu {
    try {
      const received = this.association.receive(apdu);
      this.channel.record('received', apdu, () => receivedText(received));
      this.keep(received);
      return received;
    } catch (error) {
      this.channel.record('received', apdu, () => [error instanceof Error ? error.message : 'undecodable']);
      throw error;
    }
  }

  /** Thousands of plain answers would only be held to be thrown away: who wants them all says so by `hear`. */
  private keep(received: ReceivedApdu): void {
    this.heard?.push(received);
    if (received.layers !== undefined || received.userInformation !== undefined) this.received.push(received);
  }

  private isAside(received: ReceivedApdu, invokeId: number | undefined): boolean {
    const { apdu } = received;
    if (apdu.kind === 'data-notification' || apdu.kind === 'event-notification') {
      this.unsolicited.push(received);
      return true;
    }
    const late = 'invokeIdAndPriority' in apdu ? apdu.invokeIdAndPriority & 0x0f : undefined;
    if (late === undefined || late === invokeId || !this.unanswered.delete(late)) return false;
    this.channel.event(`late answer to invoke-id ${late}, dropped`);
    return true;
  }

  private hideSecretsOf(change: OpenChange, freshKey: Uint8Array): void {
    const { dedicatedKey } = change;
    if (dedicatedKey instanceof Uint8Array) this.secrets.add('dedicated key', dedicatedKey);
    else if (this.association.settings.dedicatedKey) this.secrets.add('dedicated key', freshKey);
    if (change.initiate?.dedicatedKey !== undefined) this.secrets.add('dedicated key', change.initiate.dedicatedKey);
    const value = change.aarq?.callingAuthenticationValue;
    if (value !== undefined && !this.association.usesHls) this.secrets.add('password', value);
  }
}

export function aareOf(reply: Reply): Aare | undefined {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'AARE' ? reply.received.apdu : undefined;
}

/** The invoke-id of a plain request APDU; ACSE and malformed ones have none. */
function invokeIdOf(plain: Uint8Array): number | undefined {
  const tag = plain[0] ?? 0;
  return tag >= 0xc0 && tag <= 0xc7 ? (plain[2] ?? 0) & 0x0f : undefined;
}
