import { longUnsigned, octetString, structure } from '#dlms/codec/data-values';
import type { Mutant } from './mutant';
import { equalTo, pretends } from './pretended-values';

/** An entry of a SAP assignment list behind which there is nothing. */
const GHOST = structure(longUnsigned(18), octetString(new TextEncoder().encode('SIM0000000000018')));

export const addressingMutants: readonly Mutant[] = [
  {
    id: 'NC-126',
    violates: ['ADR-28'],
    fault: 'shows another client SAP in associated_partners_id than the one in use',
    policy: {
      readResult: pretends(equalTo({ classId: 15, id: 3 }), ([, server]) => [{ type: 'integer', value: 0 }, server]),
    },
  },
  {
    id: 'NC-136',
    violates: ['ADR-27'],
    fault: 'writes its FLAG id in lower case',
    policy: {
      readResult: (result, access) => {
        if (access.logicalName !== '0-0:42.0.0.255' || access.id !== 2) return result;
        if (!('data' in result) || result.data.type !== 'octet-string') return result;
        const value = result.data.value.map((octet, index) => (index < 3 ? octet | 0x20 : octet));
        return { data: { type: 'octet-string', value } };
      },
    },
  },
  {
    id: 'M-ADR-18-ports',
    violates: ['ADR-18'],
    fault: 'does not exchange the wPorts in its replies',
    policy: { replyPorts: (request) => request },
  },
  {
    id: 'M-ADR-18-public',
    violates: ['ADR-18'],
    fault: 'sends every reply to the public client',
    policy: { replyPorts: ({ destinationWport }) => ({ sourceWport: destinationWport, destinationWport: 16 }) },
  },
  {
    id: 'M-ADR-19-next',
    violates: ['ADR-19'],
    fault: 'takes the address behind its last logical device for its first one',
    policy: { acceptsDestinationSap: (sap, own) => own.includes(sap) || sap === Math.max(...own) + 1 },
  },
  {
    id: 'M-ADR-19-any',
    violates: ['ADR-19'],
    fault: 'takes every destination wPort from 0x80 on for its management logical device',
    policy: { acceptsDestinationSap: (sap, own) => own.includes(sap) || sap > 0x7f || (sap > 15 && sap < 0x7f) },
  },
  {
    id: 'M-ADR-20-any',
    violates: ['ADR-20'],
    fault: 'gives a client that it does not know the rights of the public one',
    policy: { acceptsClient: () => true },
  },
  {
    id: 'M-ADR-20-near',
    violates: ['ADR-20'],
    fault: 'knows a client address that is one above a right one',
    policy: { acceptsClient: ({ clientSap, known }) => known || [17, 33, 49].includes(clientSap) },
  },
  {
    id: 'M-ADR-21-source',
    violates: ['ADR-21'],
    fault: 'answers requests from the no-station wPort',
    policy: { acceptsSourceSap: (sap) => sap !== 0x7f },
  },
  {
    id: 'M-ADR-21-destination',
    violates: ['ADR-21'],
    fault: 'serves requests to the no-station wPort',
    policy: { acceptsDestinationSap: (sap, own) => sap === 0 || own.includes(sap) },
  },
  {
    id: 'M-ADR-23-shared',
    violates: ['ADR-23'],
    fault: 'serves any client wPort of a connection on which one association is open',
    policy: { associationOfWports: (request, open) => open[0] ?? request },
  },
  {
    id: 'M-ADR-23-confused',
    violates: ['ADR-23'],
    fault: 'gives up the association when another client wPort appears on its connection',
    policy: {
      refusalWithoutAssociation: () => ({
        answer: ['service-not-allowed', 'operation-not-possible'],
        aftermath: 'stalls',
      }),
    },
  },
  {
    id: 'M-ADR-24-short',
    violates: ['ADR-24'],
    fault: 'leaves its last logical device out of the SAP assignment list',
    policy: { readResult: pretends(equalTo({ classId: 17, id: 2 }), (rows) => rows.slice(0, -1)) },
  },
  {
    id: 'M-ADR-24-twice',
    violates: ['ADR-24'],
    fault: 'shows one logical device twice in the SAP assignment list',
    policy: { readResult: pretends(equalTo({ classId: 17, id: 2 }), (rows) => rows.map(() => rows[0])) },
  },
  {
    id: 'M-ADR-24-ghost',
    violates: ['ADR-24'],
    fault: 'lists a logical device that does not answer',
    policy: { readResult: pretends(equalTo({ classId: 17, id: 2 }), (rows) => [...rows, GHOST]) },
  },
  {
    id: 'M-ADR-25-hidden',
    violates: ['ADR-25'],
    fault: 'lists the SAP assignment to the public client and does not let it read',
    policy: {
      grantsAccess: ({ classId, clientSap, service }, mode) =>
        (mode & (service === 'set' ? 2 : 1)) !== 0 && !(classId === 17 && clientSap === 16),
    },
  },
  {
    id: 'M-ADR-26-reserved',
    violates: ['ADR-26'],
    fault: 'serves the reserved server SAPs 2 to 15',
    policy: { acceptsDestinationSap: (sap, own) => own.includes(sap) || (sap >= 2 && sap <= 15) },
  },
  {
    id: 'M-ADR-26-one',
    violates: ['ADR-26'],
    fault: 'serves one of the reserved server SAPs',
    policy: { acceptsDestinationSap: (sap, own) => own.includes(sap) || sap === 15 },
  },
  {
    id: 'M-ADR-27-long',
    violates: ['ADR-27'],
    fault: 'shows its logical device name with a blank behind it',
    policy: {
      readResult: (result, { logicalName, id }) =>
        logicalName === '0-0:42.0.0.255' && id === 2 && 'data' in result && result.data.type === 'octet-string'
          ? { data: octetString(Uint8Array.of(...result.data.value, 0x20)) }
          : result,
    },
  },
  {
    id: 'M-ADR-27-same',
    violates: ['ADR-27'],
    fault: 'has one logical device name for all its logical devices',
    policy: {
      readResult: (result, { logicalName, id }) =>
        logicalName === '0-0:42.0.0.255' && id === 2
          ? { data: { type: 'octet-string', value: new TextEncoder().encode('SIM0000000000001') } }
          : result,
    },
  },
  {
    id: 'M-ADR-28-second',
    violates: ['ADR-28'],
    fault: 'shows the management logical device in associated_partners_id of all its devices',
    policy: { readResult: pretends(equalTo({ classId: 15, id: 3 }), ([client]) => [client, longUnsigned(1)]) },
  },
  {
    id: 'M-ADR-28-server',
    violates: ['ADR-28'],
    fault: 'shows server SAP 2 in associated_partners_id',
    policy: {
      readResult: pretends(equalTo({ classId: 15, id: 3 }), ([client]) => [
        client,
        { type: 'long-unsigned', value: 2 },
      ]),
    },
  },
];
