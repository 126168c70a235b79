import { Given, Then, When } from '@cucumber/cucumber';
import {
  connectsAndDisconnects,
  examineOrphanedRead,
  examineRestart,
  type RestartedLink,
  restartsItsLink,
} from '#procedures/hdlc-connection';
import { endLink, examineExchanges, type LinkExchange } from '#procedures/hdlc-exchanges';
import {
  codesLengths,
  examineNegotiations,
  type Negotiation,
  proposesLengths,
  proposesWindows,
} from '#procedures/hdlc-negotiation';
import {
  examineDefaultRead,
  examineSmallFields,
  type OverheardRead,
  readsInSmallFields,
  readsWithoutProposal,
} from '#procedures/hdlc-overheard';
import {
  examineFaultyProposals,
  examineUnknownParameter,
  type FaultyProposal,
  proposesBrokenLists,
  proposesUnknownParameter,
} from '#procedures/hdlc-parameter-faults';
import { LENGTHS, WINDOWS } from '#procedures/hdlc-ua-parameters';
import { Handover } from '#support/handover';
import { unansweredFrameMs } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

const exchanges = new Handover<readonly LinkExchange[]>('frames and their answers');
const restarted = new Handover<RestartedLink>('what became of a link that was connected again');
const negotiations = new Handover<readonly Negotiation[]>('proposals and what was confirmed');
const unknownParameter = new Handover<FaultyProposal>('the answer to an unknown parameter');
const brokenLists = new Handover<readonly FaultyProposal[]>('the answers to broken parameter lists');
const longRead = new Handover<OverheardRead>('a long read, frame by frame');

// -- Connecting -------------------------------------------------------------------------------------------------------

Given('the {client} client has no link to the meter', async function (this: MeterWorld, role: string) {
  await endLink(this.client(role));
});

When(
  'the {client} client connects, asks once whether the meter is ready and disconnects twice',
  async function (this: MeterWorld, role: string) {
    exchanges.give(this, await connectsAndDisconnects(this.client(role)));
  },
);

Then('each frame is answered by the one frame that belongs to it and by nothing else', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(exchanges.take(this)));
});

When(
  'the {client} client connects once more and reads as if its association were still there',
  async function (this: MeterWorld, role: string) {
    restarted.give(this, await restartsItsLink(this.client(role)));
  },
);

Then('the link has started anew', function (this: MeterWorld) {
  this.assertFaultless(examineRestart(restarted.take(this)));
});

Then('nothing was read', function (this: MeterWorld) {
  this.assertFaultless(examineOrphanedRead(restarted.take(this)));
});

// -- Negotiation ------------------------------------------------------------------------------------------------------

When(
  'the {client} client proposes information fields of several lengths',
  async function (this: MeterWorld, role: string) {
    negotiations.give(this, await proposesLengths(this.client(role)));
  },
);

Then('the meter confirms lengths that are allowed and no longer than proposed', function (this: MeterWorld) {
  this.assertFaultless(examineNegotiations(negotiations.take(this), LENGTHS));
});

When('the {client} client proposes windows of several sizes', async function (this: MeterWorld, role: string) {
  negotiations.give(this, await proposesWindows(this.client(role)));
});

Then('the meter confirms windows that are allowed and no larger than proposed', function (this: MeterWorld) {
  this.assertFaultless(examineNegotiations(negotiations.take(this), WINDOWS));
});

When(
  'the {client} client proposes the usual lengths in one octet and in two',
  async function (this: MeterWorld, role: string) {
    negotiations.give(this, await codesLengths(this.client(role)));
  },
);

When(
  'the {client} client connects without a proposal and reads a long value',
  async function (this: MeterWorld, role: string) {
    longRead.give(this, await readsWithoutProposal(this.client(role)));
  },
);

Then('the value comes in fields of the default length, one at a time', function (this: MeterWorld) {
  this.assertFaultless(examineDefaultRead(longRead.take(this)));
});

When(
  'the {client} client connects with a small information field and reads a long value',
  async function (this: MeterWorld, role: string) {
    longRead.give(this, await readsInSmallFields(this.client(role)));
  },
);

Then('the value comes in fields that are no longer than agreed', function (this: MeterWorld) {
  this.assertFaultless(examineSmallFields(longRead.take(this)));
});

// -- Faulty proposals -------------------------------------------------------------------------------------------------

When('the {client} client proposes a parameter that nobody knows', async function (this: MeterWorld, role: string) {
  unknownParameter.give(this, await proposesUnknownParameter(this.client(role)));
});

Then('the meter rejects the proposal, or confirms it without that parameter', function (this: MeterWorld) {
  this.assertFaultless(examineUnknownParameter(unknownParameter.take(this)));
});

When('the {client} client sends parameter lists that are broken', async function (this: MeterWorld, role: string) {
  brokenLists.give(this, await proposesBrokenLists(this.client(role), unansweredFrameMs(this.rig)));
});

Then('the meter stays connected or disconnected as it has answered', function (this: MeterWorld) {
  this.assertFaultless(examineFaultyProposals(brokenLists.take(this)));
});
