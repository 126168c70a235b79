import { HdlcConnection } from './hdlc-connection';

/** The meter's own serial line, on which it speaks HDLC without sign-on: nothing below drops it when it is silent. */
export class SerialHdlcConnection extends HdlcConnection {
  protected override get idleEnd(): undefined {
    return undefined;
  }
}
