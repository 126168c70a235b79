import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import {
  acknowledgesWrongly,
  opensForShortReplies,
  readsAgainAfterBreak,
  readsDuringTransfer,
  readsInBlocksAndWhole,
  readsUnderLimit,
} from '#procedures/block-transfer';
import { declared } from '#procedures/declared';
import {
  readsListInBlocks,
  readsLists,
  readsListWithErrors,
  readsLongestLists,
  readsShortAndLong,
} from '#procedures/get-lists';
import { asksForNextBlock, examineBlockForm, readsEmptyList, readsPair } from '#procedures/get-refusals';
import { type CapturePlan, examineSlowRead, plansCapture, readsAcrossCapture } from '#procedures/profile-snapshot';
import { Handover } from '#support/handover';
import { bearablePauseMs } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

/** So little room that not even ten logical names fit one reply. */
const VERY_LITTLE_ROOM = 64;

const capturePlan = new Handover<CapturePlan>('the next capture of the profile');

Given('the {client} client has an open association for short replies', async function (this: MeterWorld, role: string) {
  this.opening = await opensForShortReplies(this.client(role));
  this.assertOpened();
});

Given(
  'the {client} client has an open association for very short replies',
  async function (this: MeterWorld, role: string) {
    this.opening = await opensForShortReplies(this.client(role), VERY_LITTLE_ROOM);
    this.assertOpened();
  },
);

// -- Lists ------------------------------------------------------------------------------------------------------------

When(
  'the {client} client reads two, then ten attributes at once, and each of them alone',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsLists(this.client(role));
  },
);

When(
  'the {client} client reads a list with bad items between good ones',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsListWithErrors(this.client(role), this.rig.objects.unreadableAttribute);
  },
);

When(
  'the {client} client reads a short and a long attribute at once, and each of them alone',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsShortAndLong(this.client(role));
  },
);

When(
  'the {client} client reads ten attributes at once that do not fit one reply, and each of them alone',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsListInBlocks(this.client(role));
  },
);

Then('the results are those of single reads, in the order of the list', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client reads an empty list', async function (this: MeterWorld, role: string) {
  this.observed = await readsEmptyList(this.client(role));
});

When(
  'the {client} client reads a list as long as declared, then one that is longer by one',
  async function (this: MeterWorld, role: string) {
    const most = declared(this.rig.meter.maxListItems, 'longest list');
    this.findings = await readsLongestLists(this.client(role), most);
  },
);

Then('the first is served and the second is not left unanswered', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client reads a list of two all the same', async function (this: MeterWorld, role: string) {
  this.observed = await readsPair(this.client(role));
});

// -- Blocks -----------------------------------------------------------------------------------------------------------

When(
  'the {client} client reads its object list in blocks, and again with all the room that it has',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsInBlocksAndWhole(this.client(role));
  },
);

When('the {client} client breaks a long read off and begins it again', async function (this: MeterWorld, role: string) {
  this.findings = await readsAgainAfterBreak(this.client(role));
});

Then('the value is the same and the blocks are numbered rightly', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client reads its object list with room for {int} octets',
  async function (this: MeterWorld, role: string, limit: number) {
    const { findings, notes } = await readsUnderLimit(this.client(role), limit);
    this.findings = findings;
    this.note(notes);
  },
);

Then('no reply is longer than that, and no block is empty', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client acknowledges block {int} in place of the first, then the first',
  async function (this: MeterWorld, role: string, number: number) {
    ({ observed: this.observed, findings: this.findings } = await acknowledgesWrongly(this.client(role), number));
  },
);

Then('each refusal comes as the last block of the transfer', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client asks for the next block without having read anything',
  async function (this: MeterWorld, role: string) {
    this.observed = await asksForNextBlock(this.client(role));
  },
);

Then('the refusal comes as a block', function (this: MeterWorld) {
  this.assertFaultless(examineBlockForm(this.observed));
});

When(
  'the {client} client reads something short after the second block, then goes on with the long read',
  async function (this: MeterWorld, role: string) {
    ({ observed: this.observed, findings: this.findings } = await readsDuringTransfer(this.client(role)));
  },
);

Then('the meter serves the one, and ends or continues the other', function (this: MeterWorld) {
  this.assertRefused();
});

Then('no reply holds what belongs to the other read', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- A profile that captures ------------------------------------------------------------------------------------------

Given('the {client} client knows when the profile captures next', async function (this: MeterWorld, role: string) {
  const { profile, clock } = this.rig.objects;
  const plan = await plansCapture(this.client(role), declared(profile, 'profile'), clock);
  assert.ok(plan, 'the profile does not capture by itself, or its period and the clock cannot be read');
  capturePlan.give(this, plan);
});

When(
  'the {client} client reads the profile by blocks, slowly, across that capture',
  async function (this: MeterWorld, role: string) {
    const plan = capturePlan.take(this);
    const progress = (done: number, of: number) => this.progress(done, of);
    const slowRead = await readsAcrossCapture(this.client(role), plan, bearablePauseMs(this.rig), progress);
    this.findings = examineSlowRead(slowRead, plan);
  },
);

Then('it has got the rows from before or from after the capture, all of them complete', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});
