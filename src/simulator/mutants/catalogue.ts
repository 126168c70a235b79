import { aarqMutants } from './aarq-mutants';
import { accessRightsMutants } from './access-rights-mutants';
import { addressingMutants } from './addressing-mutants';
import { answerMutants } from './answer-mutants';
import { certificateMutants } from './certificate-mutants';
import { certificateUseMutants } from './certificate-use-mutants';
import { counterMutants } from './counter-mutants';
import { dedicatedMutants } from './dedicated-mutants';
import { generalMutants } from './general-mutants';
import { getMutants } from './get-mutants';
import { hdlcAddressingMutants } from './hdlc-addressing-mutants';
import { hdlcConnectionMutants } from './hdlc-connection-mutants';
import { hdlcFramingMutants } from './hdlc-framing-mutants';
import { hdlcLineMutants } from './hdlc-line-mutants';
import { hdlcSegmentMutants } from './hdlc-segment-mutants';
import { hdlcTransferMutants } from './hdlc-transfer-mutants';
import { hlsMutants } from './hls-mutants';
import { initiateMutants } from './initiate-mutants';
import { keyMutants } from './key-mutants';
import { lineMutants } from './line-mutants';
import { linkTimeoutMutants } from './link-timeout-mutants';
import { lockoutMutants } from './lockout-mutants';
import { messageMutants } from './message-mutants';
import type { Mutant } from './mutant';
import { openingMutants } from './opening-mutants';
import { passwordMutants } from './password-mutants';
import { protectionMutants } from './protection-mutants';
import { registerMutant } from './registry';
import { rejectionMutants } from './rejection-mutants';
import { releaseMutants } from './release-mutants';
import { replyMutants } from './reply-mutants';
import { serviceModeMutants } from './service-mode-mutants';
import { serviceMutants } from './service-mutants';
import { signOnMutants } from './sign-on-mutants';
import { transferMutants } from './transfer-mutants';

/** All mutants of ours: those of the nonconformity catalogue (`NC-…`) and our own (`M-<case>-<word>`). */
export const mutants: readonly Mutant[] = [
  ...aarqMutants,
  ...openingMutants,
  ...initiateMutants,
  ...rejectionMutants,
  ...serviceMutants,
  ...releaseMutants,
  ...passwordMutants,
  ...hlsMutants,
  ...answerMutants,
  ...certificateUseMutants,
  ...lockoutMutants,
  ...addressingMutants,
  ...protectionMutants,
  ...replyMutants,
  ...messageMutants,
  ...generalMutants,
  ...counterMutants,
  ...keyMutants,
  ...dedicatedMutants,
  ...accessRightsMutants,
  ...serviceModeMutants,
  ...certificateMutants,
  ...lineMutants,
  ...hdlcConnectionMutants,
  ...hdlcFramingMutants,
  ...hdlcSegmentMutants,
  ...hdlcTransferMutants,
  ...hdlcLineMutants,
  ...hdlcAddressingMutants,
  ...linkTimeoutMutants,
  ...signOnMutants,
  ...getMutants,
  ...transferMutants,
];

for (const row of mutants) registerMutant(row);
