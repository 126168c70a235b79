import { concat } from '#dlms/codec/hex';

/** The three octets before every message (IEC 62056-46 5.3, hdlc.md 6): once for each, in its first segment. */
export interface LlcHeader {
  readonly destination: number;
  readonly source: number;
  readonly quality: number;
}

/** `tolerated`: no conformant station sends it, but it can only mean the same. */
export type LlcJudgement = 'right' | 'tolerated' | 'wrong';

export const LLC_LENGTH = 3;
export const LLC_COMMAND: LlcHeader = { destination: 0xe6, source: 0xe6, quality: 0x00 };
export const LLC_RESPONSE: LlcHeader = { destination: 0xe6, source: 0xe7, quality: 0x00 };

const BROADCAST = 0xff;
const DESTINATIONS = [0xe6, 0xe7, BROADCAST];
const SOURCES = [0xe6, 0xe7];

export function encodeLlc({ destination, source, quality }: LlcHeader): Uint8Array {
  return Uint8Array.of(destination, source, quality);
}

export function withLlc(header: LlcHeader, apdu: Uint8Array): Uint8Array {
  return concat(encodeLlc(header), apdu);
}

/** @returns undefined where there are not three octets */
export function readLlc(message: Uint8Array): LlcHeader | undefined {
  const [destination, source, quality] = message;
  return destination === undefined || source === undefined || quality === undefined
    ? undefined
    : { destination, source, quality };
}

/** What stands behind the header. */
export function withoutLlc(message: Uint8Array): Uint8Array {
  return message.subarray(LLC_LENGTH);
}

/** A header that a meter receives: the broadcast LSAP FF counts as its own. */
export function isCommandLlc({ destination, source, quality }: LlcHeader): boolean {
  const { destination: own, source: client } = LLC_COMMAND;
  return (destination === own || destination === BROADCAST) && source === client && quality === 0;
}

/** A header that a client receives. */
export function judgeResponseLlc(header: LlcHeader | undefined): LlcJudgement {
  if (header === undefined) return 'wrong';
  const { destination, source, quality } = header;
  if (!DESTINATIONS.includes(destination) || !SOURCES.includes(source) || quality !== 0) return 'wrong';
  return destination === LLC_RESPONSE.destination && source === LLC_RESPONSE.source ? 'right' : 'tolerated';
}
