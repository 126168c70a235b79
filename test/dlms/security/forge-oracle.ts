import forge from 'node-forge';

/**
 * The same protection by node-forge, which shares no code with node:crypto, and put together here from security.md
 * alone, without anything of src/dlms/security: what both agree on is unlikely to be one mistake made twice.
 */
export interface OracleCase {
  readonly controlOctet: number;
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  readonly title: Uint8Array;
  readonly counter: number;
}

const AUTHENTICATED = 0x10;
const ENCRYPTED = 0x20;

export function forgeProtect(how: OracleCase, apdu: Uint8Array): Uint8Array {
  const plain = binary(apdu);
  const header = String.fromCharCode(how.controlOctet) + counterOctets(how.counter);
  const isEncrypted = (how.controlOctet & ENCRYPTED) !== 0;
  if ((how.controlOctet & AUTHENTICATED) === 0) return octetsOf(header + keystream(how, plain));
  const gcm = gcmOver(how, aadOf(how, isEncrypted ? '' : plain), isEncrypted ? plain : '');
  return octetsOf(header + (isEncrypted ? gcm.text : plain) + gcm.tag);
}

/** The APDU, or undefined when forge finds the tag wrong. Takes the control octet and counter from the content. */
export function forgeUnprotect(how: Omit<OracleCase, 'controlOctet' | 'counter'>, content: Uint8Array) {
  const octets = binary(content);
  const controlOctet = octets.charCodeAt(0);
  const counter = Buffer.from(content).readUInt32BE(1);
  const received: OracleCase = { ...how, controlOctet, counter };
  if ((controlOctet & AUTHENTICATED) === 0) return octetsOf(keystream(received, octets.slice(5)));
  const text = octets.slice(5, -12);
  const isEncrypted = (controlOctet & ENCRYPTED) !== 0;
  const gcm = forge.cipher.createDecipher('AES-GCM', binary(how.encryptionKey));
  const additionalData = aadOf(received, isEncrypted ? '' : text);
  const tag = forge.util.createBuffer(octets.slice(-12));
  gcm.start({ iv: ivOf(received), additionalData, tagLength: 96, tag });
  gcm.update(forge.util.createBuffer(isEncrypted ? text : ''));
  // unlike node, forge does not throw on a wrong tag
  if (!gcm.finish()) return undefined;
  return octetsOf(isEncrypted ? gcm.output.getBytes() : text);
}

/** f(challenge) of HLS mechanism 5. */
export function forgeGmacToken(how: OracleCase, challenge: Uint8Array): Uint8Array {
  const { tag } = gcmOver(how, aadOf(how, binary(challenge)), '');
  return octetsOf(String.fromCharCode(how.controlOctet) + counterOctets(how.counter) + tag);
}

function gcmOver(how: OracleCase, additionalData: string, plain: string): { text: string; tag: string } {
  const gcm = forge.cipher.createCipher('AES-GCM', binary(how.encryptionKey));
  gcm.start({ iv: ivOf(how), additionalData, tagLength: 96 });
  gcm.update(forge.util.createBuffer(plain));
  gcm.finish();
  return { text: gcm.output.getBytes(), tag: gcm.mode.tag.getBytes() };
}

/** GCM without its tag is counter mode from block 2 on, both ways. */
function keystream(how: OracleCase, text: string): string {
  const counterMode = forge.cipher.createCipher('AES-CTR', binary(how.encryptionKey));
  counterMode.start({ iv: `${ivOf(how)}\x00\x00\x00\x02` });
  counterMode.update(forge.util.createBuffer(text));
  counterMode.finish();
  return counterMode.output.getBytes();
}

function aadOf(how: OracleCase, covered: string): string {
  return String.fromCharCode(how.controlOctet) + binary(how.authenticationKey) + covered;
}

function ivOf(how: OracleCase): string {
  return binary(how.title) + counterOctets(how.counter);
}

function counterOctets(counter: number): string {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(counter);
  return binary(octets);
}

function binary(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

function octetsOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
