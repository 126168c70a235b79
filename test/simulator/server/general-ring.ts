import type { ClientSecurity } from '#dlms/association/client-security';
import { CURVES } from '#dlms/security/elliptic-curve';
import { SendCounter } from '#dlms/security/invocation-counter';
import { SUITES } from '#dlms/security/suite';
import { conforming, type MeterPolicy } from '#simulator/policy';
import { type ProtectionKind, UNPROTECTED } from '#simulator/policy/protection-kind';
import { GeneralMemory } from '#simulator/server/general-memory';
import { GeneralRequestOpener } from '#simulator/server/general-request';
import type { KeyRing } from '#simulator/server/key-ring';
import type { OpenedApdu } from '#simulator/server/request-protection';
import { CLIENT, client, METER } from '../../dlms/association/two-ends';
import {
  CLIENT_AGREEMENT_PUBLIC,
  CLIENT_SIGNING_PUBLIC,
  GAK,
  GUEK,
  KEK,
  SERVER_AGREEMENT_KEY,
  SERVER_SIGNING_KEY,
} from '../../dlms/security/book-keys';
import { GBEK } from '../../dlms/security/golden-vectors';

/** Octets of the ephemeral key that the meter makes for a reply: 40 for P-256. */
const RANDOM_LENGTH = CURVES[1].coordinateLength + 8;

export interface RingOptions {
  readonly checksTransactionIds?: boolean;
  readonly lowest?: number;
}

/** The keys of the worked examples (security.md 10.3, 11), from the side of the meter. */
export function ring({ checksTransactionIds = false, lowest = 0 }: RingOptions = {}): KeyRing {
  return {
    suite: SUITES[1],
    gak: GAK,
    ownTitle: METER,
    clientTitle: CLIENT,
    global: { key: GUEK, counters: { lowest, next: 0 } },
    dedicated: undefined,
    broadcast: { key: GBEK, counters: { lowest: 0, next: 0 } },
    general: {
      memory: new GeneralMemory(),
      random: (length) => {
        if (length < RANDOM_LENGTH) throw new Error(`${length} random octets are no private key`);
        return Uint8Array.from({ length }, (_, at) => at + 1);
      },
      checksTransactionIds,
      kek: KEK,
      signing: SERVER_SIGNING_KEY,
      agreement: SERVER_AGREEMENT_KEY,
      clientSigning: () => CLIENT_SIGNING_PUBLIC,
      clientAgreement: () => CLIENT_AGREEMENT_PUBLIC,
    },
  };
}

/** Takes everything off that a client has put on. */
export function opened(
  of: KeyRing,
  octets: Uint8Array,
  policy: Partial<MeterPolicy> = {},
  demanded: ProtectionKind = UNPROTECTED,
): OpenedApdu {
  return new GeneralRequestOpener({ ...conforming, ...policy }, of, 'request').open(octets, demanded);
}

/** `ok`, or what is wrong. */
export function outcomeOf(apdu: OpenedApdu): string {
  if (apdu.ok) return 'ok';
  return apdu.fault.kind === 'general' ? apdu.fault.fault : apdu.fault.kind;
}

/** The client of the worked examples, whose counters begin at 1. */
export function theClient(): ClientSecurity {
  return client({}, { broadcastCounter: new SendCounter() }).security;
}
