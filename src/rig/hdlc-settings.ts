import { given } from './given';
import type { AddressBytes, HdlcSettings, TransportSettings } from './rig';
import type { RigDocument } from './rig-schema';
import type { RigSource } from './rig-source';

type Fields = RigDocument['hdlc'];

const MOST_CLIENT = 0x7f;
const MOST_OF: Readonly<Record<AddressBytes, number>> = { 1: 0x7f, 2: 0x7f, 4: 0x3fff };

/**
 * How the meter is addressed and what is proposed to it: addresses as short as they can be, unless the file says how
 * long.
 *
 * @throws RigError when the link is not HDLC, or an address does not fit into its octets
 */
export function hdlcOf(document: RigDocument, transport: TransportSettings, source: RigSource): HdlcSettings {
  const settings = completed(document.hdlc);
  if (transport.framing === 'wrapper') refuseSection(source);
  else new AddressChecker(settings, document, source).check();
  return settings;
}

function completed({
  addressBytes,
  acceptsAddressBytes,
  maxInfo,
  window,
  declares: _,
  ...optional
}: Fields): HdlcSettings {
  const used = addressBytes ?? shortestFor(optional.serverLower);
  return {
    ...given(optional),
    addressBytes: used,
    acceptsAddressBytes: acceptsAddressBytes ?? [used],
    maxInfo,
    window,
  };
}

function shortestFor(lower: number | undefined): AddressBytes {
  if (lower === undefined) return 1;
  return lower <= MOST_OF[2] ? 2 : 4;
}

function refuseSection(source: RigSource): void {
  const { hdlc: section } = source.fields;
  if (typeof section !== 'object' || section === null || Object.keys(section).length === 0) return;
  throw source.problem(
    ['hdlc'],
    'is set, but the link is the wrapper: nothing of it would be used (transport.framing: hdlc)',
  );
}

class AddressChecker {
  constructor(
    private readonly hdlc: HdlcSettings,
    private readonly document: RigDocument,
    private readonly source: RigSource,
  ) {}

  check(): void {
    this.checkLengths();
    this.checkLower();
    for (const [role, { sap, server }] of Object.entries(this.document.clients)) {
      const most = MOST_OF[this.hdlc.addressBytes];
      if (sap > MOST_CLIENT) throw this.problem(['clients', role, 'sap'], 'HDLC has client addresses up to 127');
      if (server > most)
        throw this.problem(['clients', role, 'server'], `does not fit, expected at most ${most} ${this.with}`);
    }
  }

  private checkLengths(): void {
    const { addressBytes, acceptsAddressBytes } = this.hdlc;
    if (acceptsAddressBytes.includes(addressBytes)) return;
    throw this.problem(['hdlc', 'acceptsAddressBytes'], `lacks ${addressBytes}, the length that the client uses`);
  }

  private checkLower(): void {
    const { serverLower, addressBytes, acceptsAddressBytes } = this.hdlc;
    const path = ['hdlc', 'serverLower'];
    const isUsed = acceptsAddressBytes.some((length) => length > 1);
    if (serverLower === undefined) {
      if (isUsed)
        throw this.problem(path, 'is missing, expected the lower address since addresses have more than one octet');
      return;
    }
    if (!isUsed) throw this.problem(path, 'is not used: server addresses of one octet have no lower part');
    const most = MOST_OF[addressBytes === 1 ? 4 : addressBytes];
    if (serverLower > most) throw this.problem(path, `does not fit, expected at most ${most} ${this.with}`);
  }

  private get with(): string {
    return `with addressBytes: ${this.hdlc.addressBytes}`;
  }

  private problem(path: readonly string[], text: string): Error {
    return this.source.problem(path, text);
  }
}
