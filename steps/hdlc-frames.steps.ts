import { defineParameterType, Then, When } from '@cucumber/cucumber';
import * as broken from '#procedures/hdlc-broken-frames';
import { examineExchanges, type LinkExchange } from '#procedures/hdlc-exchanges';
import { examineFlaggedReads, type FlaggedRead, readsWithFlagOctets } from '#procedures/hdlc-flag-octets';
import { sendsFillFlags, sharesFlagInWindow, sharesFlagWithForeignFrame } from '#procedures/hdlc-flags';
import { examineForms, type OverheardRead, readsForManyFrames } from '#procedures/hdlc-overheard';
import { examineMendedRequests, type MendedRequest, mendsRequests } from '#procedures/hdlc-repeated-request';
import { Handover } from '#support/handover';
import { unansweredFrameMs } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

/** Ways to break a connection request, by the words of the features. */
const BREAKAGES: Readonly<Record<string, readonly broken.Breakage[]>> = {
  'no opening flag': broken.withoutOpeningFlag,
  'no closing flag': broken.withoutClosingFlag,
  'no flags at all': broken.withoutFlags,
  'formats of other types': broken.withForeignFormats,
  'a length one too big': broken.withLengthTooBig,
  'a length one too small': broken.withLengthTooSmall,
  'a wrong check of its header': broken.withWrongHeaderCheck,
  'a wrong check of the whole frame': broken.withWrongFrameCheck,
};

defineParameterType({
  name: 'breakage',
  regexp: Object.keys(BREAKAGES),
  transformer: (text: string) => BREAKAGES[text],
});

const exchanges = new Handover<readonly LinkExchange[]>('frames of a client and their answers');
const flaggedReads = new Handover<readonly FlaggedRead[]>('reads with the octet of a flag');
const mendedRequests = new Handover<readonly MendedRequest[]>('requests that were wrong at first');
const forms = new Handover<OverheardRead>('all frames of a run');

// -- Flags ------------------------------------------------------------------------------------------------------------

When('the {client} client sends flags before and between its frames', async function (this: MeterWorld, role: string) {
  exchanges.give(this, await sendsFillFlags(this.client(role)));
});

When(
  'the {client} client sends a frame for another station and its own behind the same flag',
  async function (this: MeterWorld, role: string) {
    exchanges.give(this, await sharesFlagWithForeignFrame(this.client(role)));
  },
);

When(
  'the {client} client sends two parts of a message with one flag between them',
  async function (this: MeterWorld, role: string) {
    exchanges.give(this, await sharesFlagInWindow(this.client(role)));
  },
);

Then('the meter answers each frame that is its own', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(exchanges.take(this)));
});

When(
  'the {client} client reads so that flags stand in the text and in both checks',
  async function (this: MeterWorld, role: string) {
    flaggedReads.give(this, await readsWithFlagOctets(this.client(role)));
  },
);

Then('each of these reads has its normal reply', function (this: MeterWorld) {
  this.assertFaultless(examineFlaggedReads(flaggedReads.take(this)));
});

// -- Broken frames ----------------------------------------------------------------------------------------------------

When(
  'the {client} client sends connection requests with {breakage}',
  async function (this: MeterWorld, role: string, breakages: readonly broken.Breakage[]) {
    const progress = (done: number, of: number) => this.progress(done, of);
    const silenceMs = unansweredFrameMs(this.rig);
    exchanges.give(this, await broken.sendsBrokenFrames(this.client(role), breakages, silenceMs, progress));
  },
);

When(
  'the {client} client sends connection requests that are too short',
  async function (this: MeterWorld, role: string) {
    const progress = (done: number, of: number) => this.progress(done, of);
    exchanges.give(this, await broken.sendsShortFrames(this.client(role), unansweredFrameMs(this.rig), progress));
  },
);

Then('the meter takes none of them for a frame, and the next good one for one', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(exchanges.take(this)));
});

When(
  'the {client} client connects and sends a command that nobody knows',
  async function (this: MeterWorld, role: string) {
    exchanges.give(this, await broken.sendsUnknownControl(this.client(role)));
  },
);

Then('the meter rejects the command and can be connected again', function (this: MeterWorld) {
  this.assertFaultless(broken.examineRejection(exchanges.take(this)));
});

When(
  'the {client} client sends each read with a wrong check first and then as it should be',
  async function (this: MeterWorld, role: string) {
    mendedRequests.give(this, await mendsRequests(this.client(role), unansweredFrameMs(this.rig)));
  },
);

Then('the meter is silent to the wrong ones and serves the right ones', function (this: MeterWorld) {
  this.assertFaultless(examineMendedRequests(mendedRequests.take(this)));
});

// -- Frames of the meter ----------------------------------------------------------------------------------------------

When(
  'the {client} client connects, opens its association, reads a long value and disconnects',
  async function (this: MeterWorld, role: string) {
    forms.give(this, await readsForManyFrames(this.client(role)));
  },
);

Then('every octet from the meter belongs to a frame that is right', function (this: MeterWorld) {
  this.assertFaultless(examineForms(forms.take(this)));
});
