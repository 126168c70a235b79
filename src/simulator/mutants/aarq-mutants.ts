import { conforming } from '../policy';
import type { Mutant } from './mutant';

/** ASC: when AARQs come, how often, and how broken. */
export const aarqMutants: readonly Mutant[] = [
  {
    id: 'NC-054',
    violates: ['REL-12'],
    fault: 'refuses a client for ten minutes after its connection was dropped',
    policy: { acceptsReopening: ({ sinceDropMs }) => sinceDropMs === undefined || sinceDropMs >= 600_000 },
  },
  {
    id: 'M-ASC-01-serves',
    violates: ['ASC-01'],
    fault: 'serves clients that have opened no association',
    policy: { servesWithoutAssociation: () => true },
  },
  {
    id: 'M-ASC-01-deaf',
    violates: ['ASC-01'],
    fault: 'dies of a service before the association',
    policy: {
      refusalWithoutAssociation: ({ tag }) => ({ answer: 'silence', aftermath: tag === 0xc0 ? 'dies' : 'goes-on' }),
    },
  },
  {
    id: 'NC-083',
    violates: ['ASC-02'],
    fault: 'dies of a ciphered APDU before any AARQ has brought a system title',
    policy: { refusalOfCipheredApduWithoutAssociation: () => ({ answer: 'silence', aftermath: 'dies' }) },
  },
  {
    id: 'M-ASC-36-old',
    violates: ['ASC-36'],
    fault: 'accepts a second AARQ and goes on with the parameters of the first',
    policy: { parametersAfterSecondAarq: () => 'old' },
  },
  {
    id: 'M-ASC-36-neither',
    violates: ['ASC-36'],
    fault: 'rejects a second AARQ and ends the first association with it',
    policy: { secondAarq: () => 'rejects', afterSecondAarq: () => 'ends-association' },
  },
  {
    id: 'M-ASC-37-one',
    violates: ['ASC-37'],
    fault: 'ends the association of one client when another one opens',
    policy: { endsOthersOnOpening: () => true },
  },
  {
    id: 'M-ASC-40-moody',
    violates: ['ASC-40'],
    fault: 'rejects a user id every third time',
    policy: { acceptsUserId: ({ userId, opening }) => userId === undefined || opening % 3 !== 0 },
  },
  {
    id: 'M-ASC-41-null',
    violates: ['ASC-41'],
    fault: 'rejects with the diagnostic null',
    policy: {
      diagnosticOfRejection: (cause) =>
        cause === 'context' || cause === 'initiate'
          ? { source: 'acse-service-user', value: 'null' }
          : conforming.diagnosticOfRejection(cause),
    },
  },
  {
    id: 'M-ASC-42-pads',
    violates: ['ASC-42'],
    fault: 'fills a truncated AARQ up with zeros',
    policy: {
      repairsAarq: (octets) => (octets.length < announced(octets) ? padded(octets, announced(octets)) : undefined),
    },
  },
  {
    id: 'M-ASC-42-dies',
    violates: ['ASC-42'],
    fault: 'dies of an AARQ that ends within its application context',
    policy: { afterMalformedAarq: (octets) => (octets.length > 2 && octets.length < 13 ? 'dies' : 'goes-on') },
  },
  {
    id: 'M-ASC-43-short-form',
    violates: ['ASC-43'],
    fault: 'does not understand lengths in the long form',
    policy: { acceptsLongFormLengths: () => false },
  },
  {
    id: 'M-ASC-44-dies',
    violates: ['ASC-44'],
    fault: 'dies of AARQ fields in a wrong order',
    policy: { afterMalformedAarq: (octets) => (octets.length === announced(octets) ? 'dies' : 'goes-on') },
  },
  {
    id: 'M-REL-08-worn-out',
    violates: ['REL-08'],
    fault: 'accepts forty associations and then no more',
    policy: { acceptsReopening: ({ opening }) => opening <= 40 },
  },
];

/** Octets that an APDU with a short-form length says it has. */
function announced(octets: Uint8Array): number {
  return 2 + (octets[1] ?? 0);
}

function padded(octets: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(octets);
  return whole;
}
