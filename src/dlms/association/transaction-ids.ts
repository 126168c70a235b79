const LENGTH = 8;

/**
 * transaction-ids of general-ciphering and general-signing: 8 octets that count up from a random start, so that none
 * comes twice; with C(0e,2s) the same one would give the same key again (security.md 12).
 */
export class TransactionIds {
  private readonly random: (length: number) => Uint8Array;
  private upcoming: bigint | undefined;

  constructor(random: (length: number) => Uint8Array) {
    this.random = random;
  }

  next(): Uint8Array {
    const id = this.upcoming ?? new DataView(this.random(LENGTH).slice().buffer).getBigUint64(0);
    this.upcoming = BigInt.asUintN(64, id + 1n);
    const octets = new Uint8Array(LENGTH);
    new DataView(octets.buffer).setBigUint64(0, id);
    return octets;
  }
}
