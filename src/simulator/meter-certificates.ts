import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateOctets } from '#certificates/certificate-file';
import { PeerProtocolError } from '#dlms/errors';
import type { MeterDocument } from './meter-document';
import type { MeterFile } from './meter-file';

/**
 * The certificates of each key set, in DER.
 * @throws MeterError naming the file that cannot be read or is no certificate
 */
export function certificatesOf({ keySets }: MeterFile, document: MeterDocument): Map<string, readonly Uint8Array[]> {
  const folder = document.folderOf('keySets');
  return new Map(
    Object.entries(keySets).map(([name, { certificates }]) => [
      name,
      certificates.map((file, index) => {
        const problem = (text: string) => document.problem(['keySets', name, 'certificates', index], `${file} ${text}`);
        return certificateIn(join(folder, file), problem);
      }),
    ]),
  );
}

function certificateIn(path: string, problem: (text: string) => Error): Uint8Array {
  try {
    return certificateOctets(new Uint8Array(readFileSync(path)));
  } catch (error) {
    if (error instanceof PeerProtocolError) throw problem(`is no certificate: ${error.message}`);
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw problem(`cannot be read: ${reason}`);
  }
}
