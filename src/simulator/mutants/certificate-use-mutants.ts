import type { Mutant } from './mutant';

/** A certificate counts that has no other faults than these. */
function overlooks(...faults: readonly string[]): NonNullable<Mutant['policy']> {
  return { acceptsClientCertificate: ({ faults: found }) => found.every((fault) => faults.includes(fault)) };
}

/** AUT-32: whose signature counts in mechanism 7. */
export const certificateUseMutants: readonly Mutant[] = [
  {
    id: 'M-AUT-32-any',
    violates: ['AUT-32'],
    fault: 'takes the key of any certificate that comes with the AARQ',
    policy: { acceptsClientCertificate: () => true },
  },
  {
    id: 'M-AUT-32-issuer',
    violates: ['AUT-32'],
    fault: 'does not ask who has issued a certificate',
    policy: overlooks('unknown-issuer'),
  },
  {
    id: 'M-AUT-32-name',
    violates: ['AUT-32'],
    fault: 'knows the issuer of a certificate by its name alone',
    policy: overlooks('signature'),
  },
  {
    id: 'M-AUT-32-usage',
    violates: ['AUT-32'],
    fault: 'does not look for what a certificate is meant',
    policy: overlooks('key-usage'),
  },
  {
    id: 'M-AUT-32-expired',
    violates: ['AUT-32'],
    fault: 'does not look when a certificate ends',
    policy: overlooks('expired'),
  },
  {
    id: 'M-AUT-32-key',
    violates: ['AUT-32'],
    fault: 'takes a signature by any key that it knows of the client',
    policy: { signersHonoured: ({ signing, others }) => [signing, ...others] },
  },
];
