import { LineLost, LocalProtocolError } from '#dlms/errors';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { PrimarySettings } from '#dlms/link/hdlc/primary-settings';
import type { ApduChannel, ChannelParts } from './apdu-channel';
import { HdlcChannel } from './hdlc-channel';
import type { LocalPort } from './local-port';

/** APDUs in HDLC frames on the local port of a meter, which has to be signed on first (IEC 62056-21 mode E). */
export class OpticalHdlcChannel extends HdlcChannel {
  readonly localPort: LocalPort;
  private signOnsBefore = 0;

  constructor(parts: ChannelParts, settings: PrimarySettings, proposal: ProposedParameters, localPort: LocalPort) {
    super(parts, settings, proposal);
    this.localPort = localPort;
  }

  override async connect(): Promise<void> {
    this.signOnsBefore = this.localPort.signOns;
    await super.connect();
  }

  /** Here and not at the first frame: the time for its answer would run. */
  protected override async prepareLine(): Promise<void> {
    await this.localPort.ready();
  }

  /** A meter that was silent for long, or without power, has gone back to 300 baud without a word. */
  protected override async opened(): Promise<void> {
    await this.localPort.ready();
    if (this.localPort.signOns > this.signOnsBefore) return super.opened();
    try {
      await super.opened();
    } catch (error) {
      if (!(error instanceof LineLost)) throw error;
      this.event('no answer to SNRM: the meter may be at 300 baud again');
      this.localPort.assumeStart();
      await this.openLine();
      await super.opened();
    }
  }
}

/** @throws LocalProtocolError when the channel has another link: the case should not have run here */
export function opticalOf(channel: ApduChannel): OpticalHdlcChannel {
  if (channel instanceof OpticalHdlcChannel) return channel;
  throw new LocalProtocolError('this needs a sign-on by mode E, and the rig has none');
}
