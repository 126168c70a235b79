import { LocalProtocolError } from '#dlms/errors';
import { SEQUENCE } from './der-element';

const BLOCK = /-----BEGIN ([^\r\n-]+)-----([\s\S]*?)-----END \1-----/g;
const LABEL = 'CERTIFICATE';

/**
 * The certificate in a file, in DER: the file is DER itself, or PEM with one certificate and nothing else in it (RFC
 * 7468; text outside the block is allowed). Whether it is a certificate that can be read is seen by `readCertificate`.
 * @throws LocalProtocolError telling what the file is instead; never repeats it, as it may be a private key
 */
export function certificateOctets(file: Uint8Array): Uint8Array {
  const text = Buffer.from(file).toString('latin1');
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.length === 0) return derCertificate(file);
  const labels = blocks.map(([, label = '']) => label);
  const [block] = blocks;
  if (labels.length !== 1 || labels[0] !== LABEL) throw refusal(`a PEM file of ${labels.join(', ')}`);
  return derCertificate(base64(block?.[2] ?? ''));
}

/** A certificate in PEM: lines of 64 characters. */
export function pemOf(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${LABEL}-----`, ...lines, `-----END ${LABEL}-----`, ''].join('\n');
}

function base64(text: string): Uint8Array {
  const characters = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(characters)) throw refusal('a PEM file whose block is not base64');
  return new Uint8Array(Buffer.from(characters, 'base64'));
}

/** A certificate begins with two sequences, one in the other; private keys that are not encrypted begin otherwise. */
function derCertificate(octets: Uint8Array): Uint8Array {
  const [tag, length = 0] = octets;
  const inner = length < 0x80 ? 2 : 2 + (length & 0x7f);
  if (tag === SEQUENCE && octets[inner] === SEQUENCE) return octets;
  throw refusal(octets.length === 0 ? 'an empty file' : 'neither');
}

function refusal(found: string): LocalProtocolError {
  return new LocalProtocolError(`expected one certificate, in PEM or in DER; this is ${found}`);
}
