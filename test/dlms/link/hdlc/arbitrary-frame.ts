import fc from 'fast-check';
import { encodeClientAddress, encodeServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { decodeControl } from '#dlms/link/hdlc/control';
import type { HdlcFrame } from '#dlms/link/hdlc/frame';

export const arbitraryClient = fc.integer({ min: 0, max: 0x7f });

export const arbitraryServer = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }).map((upper) => serverAddress(1, upper)),
  fc
    .tuple(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0x7f }))
    .map(([upper, lower]) => serverAddress(2, upper, lower)),
  fc
    .tuple(fc.integer({ min: 0, max: 0x3fff }), fc.integer({ min: 0, max: 0x3fff }))
    .map(([upper, lower]) => serverAddress(4, upper, lower)),
);

/** Any well-formed frame, in either direction, with flags strewn into its information. */
export function arbitraryFrame(longest = 300): fc.Arbitrary<HdlcFrame> {
  const octet = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 255 }) }, fc.constantFrom(0x7e, 0xa0));
  return fc
    .record({
      server: arbitraryServer.map(encodeServerAddress),
      client: arbitraryClient.map(encodeClientAddress),
      isCommand: fc.boolean(),
      control: fc.integer({ min: 0, max: 255 }).map(decodeControl),
      segmented: fc.boolean(),
      information: fc.array(octet, { maxLength: longest }).map((octets) => Uint8Array.from(octets)),
    })
    .map(({ server, client, isCommand, ...frame }) => ({
      ...frame,
      destination: isCommand ? server : client,
      source: isCommand ? client : server,
    }));
}
