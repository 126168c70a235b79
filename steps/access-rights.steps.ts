import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import {
  examinePublicList,
  readableForOthersAlone,
  readsInVainEach,
  readsWithMoreThanEnough,
  unreadableIn,
  writesTooWeakly,
  writesWell,
} from '#procedures/access-rights';
import type { Attempts } from '#procedures/attempts';
import { declared } from '#procedures/declared';
import type { Attributes } from '#procedures/foreign-attributes';
import { type ListedObject, readObjectList } from '#procedures/object-list';
import type { Observed } from '#procedures/observed';
import { examineServed } from '#procedures/results';
import { examineUntouched, type WriteTrial } from '#procedures/service-mode';
import { Handover } from '#support/handover';
import { assertRefusedAsFarAsThereWas, othersOf, strengthsOf } from '#support/rights-words';
import type { MeterWorld } from '#support/world';

const beyond = new Handover<Attributes>('attributes that others may read');
const own = new Handover<readonly ListedObject[]>('an object list');
const tried = new Handover<Attempts>('reads without the right to them');
const written = new Handover<WriteTrial>('writes with too little protection');
const served = new Handover<readonly Observed[]>('requests with enough protection');

Given(
  'the object lists of the other clients show what the {client} client may not read',
  async function (this: MeterWorld, role: string) {
    const attributes = await readableForOthersAlone(this.client(role), othersOf(this, role));
    assert.ok(attributes !== undefined, 'not every object list could be read');
    beyond.give(this, attributes);
    await this.associate(role);
  },
);

Given('the {client} client knows its own rights', async function (this: MeterWorld, role: string) {
  const objects = await readObjectList(await this.associate(role));
  assert.ok(objects !== undefined, `the ${role} client could not read its object list`);
  own.give(this, objects);
});

When('the {client} client reads each of these attributes', async function (this: MeterWorld, role: string) {
  tried.give(this, await readsInVainEach(this.client(role), beyond.take(this)));
});

When(
  'the {client} client reads each attribute of its list that it has no right to read',
  async function (this: MeterWorld, role: string) {
    tried.give(this, await readsInVainEach(this.client(role), unreadableIn(own.take(this))));
  },
);

When('the {client} client looks at its object list', async function (this: MeterWorld, role: string) {
  own.give(this, (await readObjectList(await this.associate(role))) ?? []);
});

When(
  'the {client} client writes a specially protected attribute with too little protection, then with enough',
  async function (this: MeterWorld, role: string) {
    const attribute = declared(this.rig.objects.protectedTestAttribute, 'objects.protectedTestAttribute');
    const { policy } = this.profile(role);
    const trial = await writesTooWeakly(this.client(role), attribute, own.take(this), policy);
    written.give(this, trial);
    this.attempted(trial);
    served.give(this, await writesWell(this.client(role), attribute));
  },
);

When(
  'the {client} client reads with every protection that is enough, and with more',
  async function (this: MeterWorld, role: string) {
    const { policy } = this.profile(role);
    const strengths = strengthsOf(this, role);
    served.give(this, await readsWithMoreThanEnough(this.client(role), own.take(this), policy, strengths));
  },
);

Then('the meter refuses each of these reads', function (this: MeterWorld) {
  assertRefusedAsFarAsThereWas(this, tried.take(this), 'there is no attribute of that kind');
});

Then('nothing in it lets a stranger touch the security of the meter', function (this: MeterWorld) {
  this.assertFaultless(examinePublicList(own.take(this)));
});

Then('the attribute is written with enough protection alone', function (this: MeterWorld) {
  this.assertFaultless(examineUntouched(written.take(this)));
  this.assertFaultless(examineServed(served.take(this)));
});

Then('each of these requests is served', function (this: MeterWorld) {
  this.assertFaultless(examineServed(served.take(this)));
});
