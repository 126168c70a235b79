import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pemOf } from '#certificates/certificate-file';
import { issueCertificate } from '#certificates/certificate-issue';
import { FIXTURES, fixtureCertificates } from './fixture-certificates';

/** Writes every certificate among the fixtures anew. */
function main(): void {
  for (const { name, body, signer } of fixtureCertificates()) {
    writeFileSync(join(FIXTURES, `${name}.pem`), pemOf(issueCertificate(body, signer)));
  }
}

main();
