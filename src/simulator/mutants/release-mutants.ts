import { conforming } from '../policy';
import type { Mutant } from './mutant';

export const releaseMutants: readonly Mutant[] = [
  {
    id: 'NC-051',
    violates: ['REL-01', 'REL-02'],
    fault: 'ignores RLRQs',
    policy: { answersRelease: () => 'silence', endsAssociationOnRelease: () => false },
  },
  {
    id: 'NC-052',
    violates: ['REL-03'],
    fault: 'answers a release with another conformance block than the negotiated one',
    policy: {
      initiateResponseOfRelease: (response) => ({
        ...response,
        negotiatedConformance: new Set([...response.negotiatedConformance, 'access']),
      }),
    },
  },
  {
    id: 'M-REL-01-open',
    violates: ['REL-01'],
    fault: 'goes on serving after its RLRE',
    policy: { endsAssociationOnRelease: () => false },
  },
  {
    id: 'M-REL-01-reason',
    violates: ['REL-01'],
    fault: 'releases with the reason not-finished',
    policy: { releaseReason: () => 'not-finished' },
  },
  {
    id: 'M-REL-02-reason',
    violates: ['REL-02'],
    fault: 'does not answer an RLRQ without a reason',
    policy: { answersRelease: ({ reason }) => (reason === undefined ? 'silence' : 'RLRE') },
  },
  {
    id: 'M-REL-03-plain',
    violates: ['REL-03'],
    fault: 'answers a protected release with a plain InitiateResponse',
    policy: { releaseInformation: ({ protectedRequest }) => (protectedRequest ? 'plain' : 'absent') },
  },
  {
    id: 'M-REL-03-length',
    violates: ['REL-03'],
    fault: 'gives its RLRE an outer length that is too small by four',
    policy: {
      rlreOctets: (octets) =>
        octets.length > 8 ? octets.map((octet, index) => (index === 1 ? octet - 4 : octet)) : octets,
    },
    seenIn: 'example meters of a widely used library',
  },
  {
    id: 'M-REL-04-missing',
    violates: ['REL-04'],
    fault: 'obeys an RLRQ without user-information in a protected association',
    policy: { obeysRelease: (fault) => fault === 'missing' },
  },
  {
    id: 'M-REL-04-unprotected',
    violates: ['REL-04'],
    fault: 'obeys an RLRQ with a plain InitiateRequest in a protected association',
    policy: { obeysRelease: (fault) => fault === 'unprotected' },
  },
  {
    id: 'M-REL-04-forged',
    violates: ['REL-04'],
    fault: 'obeys an RLRQ whose InitiateRequest does not decipher',
    policy: { obeysRelease: (fault) => fault === 'undecipherable' || fault === 'malformed' },
  },
  {
    id: 'M-REL-04-ends',
    violates: ['REL-04'],
    fault: 'answers not-finished to a release and ends the association all the same',
    policy: { endsAssociationOnRefusedRelease: () => true },
  },
  {
    id: 'M-REL-09-continues',
    violates: ['REL-09'],
    fault: 'numbers the blocks of a new association on from a transfer that was dropped with the old one',
    policy: {
      firstBlockNumber: ({ previous, aborted, sameAssociation }) =>
        aborted && !sameAssociation ? (previous ?? 0) + 1 : 1,
    },
  },
  {
    id: 'M-REL-10-forgets',
    violates: ['REL-10'],
    fault: 'reports success for a SET and does not keep the value',
    policy: { executesWrite: () => false },
  },
  {
    id: 'M-REL-11-stalls',
    violates: ['REL-11'],
    fault: 'hears nothing any more after an RLRQ without an association',
    policy: { afterRelease: ({ associated }) => (associated ? 'goes-on' : 'dies') },
  },
  {
    id: 'M-REL-12-waits',
    violates: ['REL-12'],
    fault: 'refuses a client for an hour after its connection was dropped',
    policy: { acceptsReopening: ({ sinceDropMs }) => sinceDropMs === undefined || sinceDropMs >= 3_600_000 },
  },
  {
    id: 'M-REL-03-size',
    violates: ['REL-03'],
    fault: 'shows no limit of its own in the InitiateResponse of a release',
    policy: { initiateResponseOfRelease: (response) => ({ ...response, serverMaxReceivePduSize: 0 }) },
  },
  {
    id: 'M-REL-06-leaks',
    violates: ['REL-06', 'REL-07'],
    fault: 'loses a place with each connection that a client ends',
    policy: { freesSlot: (ending) => ending === 'idle' },
  },
  {
    id: 'M-REL-12-forever',
    violates: ['REL-12'],
    fault: 'keeps a place for ever for a client that has vanished',
    policy: { idleTimeoutMs: () => undefined },
  },
  {
    id: 'M-TMO-08-skips',
    violates: ['TMO-08'],
    fault: 'takes every sixteenth request for an unconfirmed one',
    policy: { isConfirmed: (octet) => (octet & 0x0f) !== 0x0f && conforming.isConfirmed(octet) },
  },
];
