import { withoutSecrets } from '#dlms/link/optical/malformed';

/** Control characters by their names in ISO 646. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x00, 'NUL'],
  [0x01, 'SOH'],
  [0x02, 'STX'],
  [0x03, 'ETX'],
  [0x04, 'EOT'],
  [0x06, 'ACK'],
  [0x0a, 'LF'],
  [0x0d, 'CR'],
  [0x15, 'NAK'],
  [0x7f, 'DEL'],
]);

/** Octets of an ASCII mode as a person reads them: `/?! CR LF`; parity bits are left out, passwords are stars. */
export function asciiText(octets: Uint8Array): string {
  const parts: string[] = [];
  let run = '';
  const flush = () => {
    if (run !== '') parts.push(run);
    run = '';
  };
  for (const octet of withoutSecrets(octets)) {
    const code = octet & 0x7f;
    if (code > 0x20 && code < 0x7f) run += String.fromCharCode(code);
    else if (code === 0x20) run += '␣';
    else {
      flush();
      parts.push(NAMES.get(code) ?? `${code.toString(16).padStart(2, '0').toUpperCase()}h`);
    }
  }
  flush();
  return parts.join(' ');
}
