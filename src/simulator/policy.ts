import { type AarePolicy, conformingAare } from './policy/aare-policy';
import { type AccessPolicy, conformingAccess } from './policy/access-policy';
import type { AuthenticationPolicy } from './policy/authentication-policy';
import { type CertificatePolicy, conformingCertificates } from './policy/certificate-policy';
import { conformingAuthentication } from './policy/conforming-authentication';
import { conformingOpening } from './policy/conforming-opening';
import { type CounterPolicy, conformingCounters } from './policy/counter-policy';
import { conformingDedicatedKeys, type DedicatedKeyPolicy } from './policy/dedicated-key-policy';
import { conformingGeneralProtection, type GeneralProtectionPolicy } from './policy/general-protection-policy';
import { conformingHdlcPolicy, type HdlcPolicy } from './policy/hdlc-policy';
import { conformingInitiate, type InitiatePolicy } from './policy/initiate-policy';
import { conformingKeys, type KeyPolicy } from './policy/key-policy';
import { conformingLine, type LinePolicy } from './policy/line-policy';
import type { OpeningPolicy } from './policy/opening-policy';
import { conformingProtection, type ProtectionPolicy } from './policy/protection-policy';
import { conformingRefusals, type RefusalPolicy } from './policy/refusal-policy';
import { conformingRelease, type ReleasePolicy } from './policy/release-policy';
import { conformingReplyProtection, type ReplyProtectionPolicy } from './policy/reply-protection-policy';
import { conformingServiceMode, type ServiceModePolicy } from './policy/service-mode-policy';
import { conformingServices, type ServicePolicy } from './policy/service-policy';
import { conformingSignOnPolicy, type SignOnPolicy } from './policy/sign-on-policy';
import { conformingTransfers, type TransferPolicy } from './policy/transfer-policy';

/**
 * Every decision that a meter takes by the standard, each a function with one right answer. The simulated meter asks
 * its policy and decides nothing itself: a nonconforming meter is one that has another policy. The functions are
 * described in the files of `policy/`, one file per theme.
 */
export interface MeterPolicy
  extends LinePolicy,
    HdlcPolicy,
    SignOnPolicy,
    OpeningPolicy,
    InitiatePolicy,
    AarePolicy,
    AuthenticationPolicy,
    ProtectionPolicy,
    CounterPolicy,
    KeyPolicy,
    DedicatedKeyPolicy,
    ReplyProtectionPolicy,
    GeneralProtectionPolicy,
    ReleasePolicy,
    RefusalPolicy,
    AccessPolicy,
    CertificatePolicy,
    ServiceModePolicy,
    ServicePolicy,
    TransferPolicy {}

/** The policy of a meter that does everything right. */
export const conforming: MeterPolicy = {
  ...conformingLine,
  ...conformingHdlcPolicy,
  ...conformingSignOnPolicy,
  ...conformingOpening,
  ...conformingInitiate,
  ...conformingAare,
  ...conformingAuthentication,
  ...conformingProtection,
  ...conformingCounters,
  ...conformingKeys,
  ...conformingDedicatedKeys,
  ...conformingReplyProtection,
  ...conformingGeneralProtection,
  ...conformingRelease,
  ...conformingRefusals,
  ...conformingAccess,
  ...conformingCertificates,
  ...conformingServiceMode,
  ...conformingServices,
  ...conformingTransfers,
};
