import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { type ListedObject, readObjectList } from '#procedures/object-list';
import type { Observed } from '#procedures/observed';
import {
  examinePolicySteps,
  examineUnchanged,
  type PolicyStep,
  raisesPolicy,
  type Weakening,
  weakensPolicy,
} from '#procedures/policy-activation';
import type { Strength } from '#procedures/protection-choices';
import { examineServed } from '#procedures/results';
import { opensUnprotected, readsStrongly, readsTooWeakly, readsWith } from '#procedures/security-policy';
import { examineSetup, readsSecuritySetup, type SecuritySetupShown } from '#procedures/security-setup';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const raised = new Handover<readonly PolicyStep[]>('steps of the security policy');
const weakened = new Handover<Weakening>('attempts to weaken the security policy');
const shown = new Handover<SecuritySetupShown>('attributes of a Security setup');
const listed = new Handover<readonly ListedObject[]>('an object list');
const rightRead = new Handover<Observed>('a read with the right protection');

Given(
  'the {client} client knows the access rights of its association',
  async function (this: MeterWorld, role: string) {
    const objects = await readObjectList(await this.associate(role));
    assert.ok(objects !== undefined, `the ${role} client could not read its object list`);
    listed.give(this, objects);
  },
);

When('the {client} client opens with an unprotected InitiateRequest', async function (this: MeterWorld, role: string) {
  this.observed = await opensUnprotected(this.client(role));
});

When('the {client} client reads without any protection', async function (this: MeterWorld, role: string) {
  this.attempted(await readsWith(this.client(role), 'none'));
});

When(
  'the {client} client reads with nothing but {strength}',
  async function (this: MeterWorld, role: string, strength: Strength) {
    this.attempted(await readsWith(this.client(role), strength));
  },
);

When('the {client} client raises its security policy step by step', async function (this: MeterWorld, role: string) {
  raised.give(this, await raisesPolicy(this.client(role), this.policyCoding));
});

When('the {client} client tries to weaken its security policy', async function (this: MeterWorld, role: string) {
  const weakening = await weakensPolicy(this.client(role), this.policyCoding);
  weakened.give(this, weakening);
  this.attempted(weakening.attempts);
});

When(
  'the {client} client reads a specially protected attribute with too little protection, then with enough',
  async function (this: MeterWorld, role: string) {
    const { protectedAttribute } = this.rig.objects;
    const client = this.client(role);
    this.attempted(await readsTooWeakly(client, protectedAttribute, listed.take(this), this.profile(role).policy));
    rightRead.give(this, await readsStrongly(client, protectedAttribute));
  },
);

When('the {client} client reads its Security setup', async function (this: MeterWorld, role: string) {
  shown.give(this, await readsSecuritySetup(await this.associate(role)));
});

Then('each step succeeds and the policy shows it', function (this: MeterWorld) {
  this.assertFaultless(examinePolicySteps(raised.take(this)));
});

Then('what satisfied the policy before is refused from then on', function (this: MeterWorld) {
  this.assertRefused(raised.take(this).map(({ weaker }) => weaker));
});

Then('what satisfies the new policy is served', function (this: MeterWorld) {
  this.assertFaultless(examineServed(raised.take(this).map(({ stronger }) => stronger)));
});

Then('the policy is what it was', function (this: MeterWorld) {
  this.assertFaultless(examineUnchanged(weakened.take(this)));
});

Then('the read with enough protection is served', function (this: MeterWorld) {
  this.assertFaultless(examineServed([rightRead.take(this)]));
});

Then(
  'suite, policy and title are those by which the {client} client and the meter talk',
  function (this: MeterWorld, role: string) {
    const titles = [this.client(role).association.security.serverTitle, this.rig.meter.systemTitle];
    this.assertFaultless(examineSetup(shown.take(this), this.profile(role), titles, this.policyCoding));
  },
);
