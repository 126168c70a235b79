import type { Mutant } from './mutant';

const READING_SAP = 32;
const GENERAL_GLO = 0xdb;
/** Octet of a ConfirmedServiceError that says which service has failed, and `read` there. */
const SERVICE_AT = 1;
const READ = 5;

/** ASC: what becomes of those who are not let in, and what they are told. */
export const rejectionMutants: readonly Mutant[] = [
  {
    id: 'M-ASC-01-stalls',
    violates: ['ASC-01'],
    fault: 'refuses a service before the association and then takes no AARQ on that connection',
    policy: {
      refusalWithoutAssociation: () => ({
        answer: ['service-not-allowed', 'operation-not-possible'],
        aftermath: 'stalls',
      }),
    },
  },
  {
    id: 'M-ASC-01-reading',
    violates: ['ASC-01'],
    fault: 'serves one client before its association, because it has a password and no keys',
    policy: { servesWithoutAssociation: ({ clientSap }) => clientSap === READING_SAP },
  },
  {
    id: 'M-ASC-02-general',
    violates: ['ASC-02'],
    fault: 'dies of general ciphering from a title that it does not know',
    policy: {
      refusalOfCipheredApduWithoutAssociation: ({ tag }) => ({
        answer: 'silence',
        aftermath: tag === GENERAL_GLO ? 'dies' : 'goes-on',
      }),
    },
  },
  {
    id: 'M-ASC-06-in-spite',
    violates: ['ASC-06', 'ASC-07', 'ASC-08'],
    fault: 'rejects an application context and serves the client all the same',
    policy: { opensInSpiteOfRejection: () => true },
  },
  {
    id: 'M-ASC-10-transient',
    violates: ['ASC-10'],
    fault: 'tells a client without a common version to try again later',
    policy: {
      resultOfRejection: (cause) => (cause === 'protocol-version' ? 'rejected-transient' : 'rejected-permanent'),
    },
  },
  {
    id: 'M-ASC-20-no-error',
    violates: ['ASC-20'],
    fault: 'refuses a dedicated key in clear without a ConfirmedServiceError',
    policy: { includesServiceErrorInAare: (fault) => fault !== 'dedicated-key' && fault !== 'unprotected' },
  },
  {
    id: 'M-ASC-23-service',
    violates: ['ASC-23'],
    fault: 'refuses an InitiateRequest by an error of the read service',
    policy: { serviceErrorOctets: (octets) => octets.map((octet, index) => (index === SERVICE_AT ? READ : octet)) },
  },
  {
    id: 'M-ASC-24-no-error',
    violates: ['ASC-24'],
    fault: 'refuses a later version of DLMS without a ConfirmedServiceError',
    policy: {
      acceptsVersion: (proposed) => proposed === 6,
      includesServiceErrorInAare: (fault) => fault !== 'version',
    },
  },
  {
    id: 'M-ASC-36-ends',
    violates: ['ASC-36'],
    fault: 'does not answer a second AARQ and ends the association',
    policy: { secondAarq: () => 'ignores', afterSecondAarq: () => 'ends-association' },
  },
  {
    id: 'M-ASC-37-shows',
    violates: ['ASC-37'],
    fault: 'shows every client the objects of the others',
    policy: { showsObject: () => true },
  },
  {
    id: 'M-ASC-42-last',
    violates: ['ASC-42'],
    fault: 'dies of an AARQ that lacks its last octet',
    policy: { afterMalformedAarq: (octets) => (octets.length + 1 === 2 + (octets[1] ?? 0) ? 'dies' : 'goes-on') },
  },
];
