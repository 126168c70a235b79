import { Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import {
  agreesSameKeyAgain,
  answerToEqualKeys,
  type EqualKeys,
  equalKeysNote,
  examineOpenings,
  type MixedUse,
  type OpenedReads,
  opensWithEqualKeys,
  opensWithoutThenWith,
  readsAfterPowerLoss,
  readsAfterRelease,
  readsUnderForeignKey,
  type SameKeyAgain,
  usesBothKeys,
} from '#procedures/dedicated-lifetimes';
import { examineSameProtection } from '#procedures/reply-protection';
import { examineServed } from '#procedures/results';
import { examineRising, serverCounters } from '#procedures/server-counters';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const opened = new Handover<OpenedReads>('openings with and without a dedicated key');
const equal = new Handover<EqualKeys>('an opening with equal keys');
const mixed = new Handover<MixedUse>('requests under both keys');
const again = new Handover<SameKeyAgain>('two associations under one dedicated key');

When(
  'the {client} client releases its association and reads under its dedicated key on the same link',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsAfterRelease(this.client(role));
  },
);

When(
  'the supply is cut and the {client} client reads under the dedicated key from before',
  async function (this: MeterWorld, role: string) {
    const cycle = declared(this.bench.powerCycle, 'way to cut the supply');
    this.observed = await readsAfterPowerLoss(this.client(role), cycle);
  },
);

When(
  'the {client} client reads under the dedicated key of the {client} client',
  async function (this: MeterWorld, role: string, owner: string) {
    this.observed = await readsUnderForeignKey(this.client(role), this.client(owner));
  },
);

When(
  'the {client} client opens without a dedicated key and then with new ones on the same link',
  async function (this: MeterWorld, role: string) {
    opened.give(this, await opensWithoutThenWith(this.client(role)));
  },
);

When('the {client} client proposes its global key as dedicated key', async function (this: MeterWorld, role: string) {
  equal.give(this, await opensWithEqualKeys(this.client(role)));
});

When(
  'the {client} client opens with a dedicated key and uses both of its keys',
  async function (this: MeterWorld, role: string) {
    mixed.give(this, await usesBothKeys(this.client(role)));
  },
);

When(
  'the {client} client agrees one dedicated key twice and replays what it sent the first time',
  async function (this: MeterWorld, role: string) {
    again.give(this, await agreesSameKeyAgain(this.client(role)));
  },
);

Then('each opening succeeds, and each request under its keys is served', function (this: MeterWorld) {
  this.assertFaultless(examineOpenings(opened.take(this).openings));
  this.assertFaultless(examineServed(opened.take(this).reads));
});

Then('the meter rejects it, or takes it and serves under it', function (this: MeterWorld) {
  this.assertRefused(answerToEqualKeys(equal.take(this)));
  this.note([equalKeysNote(equal.take(this))]);
});

Then('each reply comes under the key of its request', function (this: MeterWorld) {
  this.assertFaultless(examineOpenings([mixed.take(this).opening]));
  this.assertFaultless(examineServed(mixed.take(this).exchanges));
  this.assertFaultless(examineSameProtection(mixed.take(this).exchanges));
});

Then('the meter counts for the {client} client under each key by itself', function (this: MeterWorld, role: string) {
  this.assertFaultless(examineRising(serverCounters(this.client(role).received)));
});

Then('what is new is served in either association, and what is replayed is not', function (this: MeterWorld) {
  this.assertFaultless(examineOpenings(again.take(this).openings));
  this.assertFaultless(examineServed(again.take(this).fresh));
  this.assertRefused(again.take(this).stale);
});
