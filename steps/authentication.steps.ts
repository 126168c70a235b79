import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { readsSecrets } from '#procedures/association-objects';
import { declared } from '#procedures/declared';
import { type Attributes, attributesBeyond, readsEach, writesBack } from '#procedures/foreign-attributes';
import { LOGICAL_DEVICE_NAME } from '#procedures/health';
import { readValue, type TestValue } from '#procedures/lasting-write';
import { examineLockout, type LockoutTrial, locksItselfOut } from '#procedures/lockout';
import { readObjectList } from '#procedures/object-list';
import { opensWithWrongPassword, type WrongPassword, wasRejected } from '#procedures/passwords';
import { opensWhereItStands } from '#procedures/reopening';
import { opensWeakly, type WeakerMechanism } from '#procedures/weaker-mechanisms';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const foreignAttributes = new Handover<Attributes>('what only the management client may read');
const lockouts = new Handover<LockoutTrial>('openings around a lock-out');
const testValue = new Handover<TestValue>('the test value');

// -- Levels -----------------------------------------------------------------------------------------------------------

Given(
  'the {client} client is told what only the {client} client may read',
  async function (this: MeterWorld, role: string, wider: string) {
    const beyond = await attributesBeyond(this.client(role), this.client(wider));
    const named = declared(this.rig.objects.managementOnlyAttribute, 'objects.managementOnlyAttribute');
    assert.ok(beyond !== undefined, 'an object list could not be read');
    foreignAttributes.give(this, [named, ...beyond]);
    await this.associate(role);
  },
);

Given(
  'the {client} client is told the test value that the {client} client reads',
  async function (this: MeterWorld, role: string, reader: string) {
    await this.associate(reader);
    testValue.give(this, await presentTestValue(this, reader));
    await this.client(reader).disconnect();
    await this.associate(role);
  },
);

Given('the {client} client knows the test value', async function (this: MeterWorld, role: string) {
  await this.associate(role);
  testValue.give(this, await presentTestValue(this, role));
});

When('the {client} client reads it all the same', async function (this: MeterWorld, role: string) {
  this.observed = await readsEach(this.client(role), foreignAttributes.take(this));
});

When('the {client} client writes that value back', async function (this: MeterWorld, role: string) {
  this.observed = await writesBack(this.client(role), testAttribute(this), testValue.take(this));
});

When(
  'the {client} client reads the secret of each association that it sees',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsSecrets(this.client(role));
  },
);

When(
  'the {client} client opens its association {weakerMechanism}',
  async function (this: MeterWorld, role: string, how: WeakerMechanism) {
    this.observed = await this.tryingWrongSecrets(role, () => opensWeakly(this.client(role), how));
  },
);

Then(
  'the {client} client can read the logical device name and its object list',
  async function (this: MeterWorld, role: string) {
    assert.ok(await readValue(this.client(role), LOGICAL_DEVICE_NAME), 'the logical device name was not readable');
    assert.ok(await readObjectList(this.client(role)), 'the object list was not readable');
  },
);

Then('the {client} client can read the logical device name', async function (this: MeterWorld, role: string) {
  assert.ok(await readValue(this.client(role), LOGICAL_DEVICE_NAME), 'the logical device name was not readable');
});

// -- Passwords --------------------------------------------------------------------------------------------------------

Given('the {client} client has been rejected for its password', async function (this: MeterWorld, role: string) {
  const wrong = 'wrong in one bit of its last octet';
  this.observed = await this.tryingWrongSecrets(role, () => opensWithWrongPassword(this.client(role), wrong));
  assert.ok(wasRejected(this.observed), 'the wrong password was not rejected');
});

When(
  'the {client} client opens its association with a password that is {wrongPassword}',
  async function (this: MeterWorld, role: string, wrong: WrongPassword) {
    this.observed = await this.tryingWrongSecrets(role, () => opensWithWrongPassword(this.client(role), wrong));
  },
);

When(
  'the {client} client locks itself out and tries its right password within the lock-out and after it',
  async function (this: MeterWorld, role: string) {
    const lockout = declared(this.rig.meter.lockout, 'meter.lockout');
    const tries = () => locksItselfOut(this.client(role), lockout, this.progress.bind(this));
    lockouts.give(this, await this.tryingWrongSecrets(role, tries));
    this.hasOutwaitedLockout(role);
  },
);

Then('the right password has opened its association only after the lock-out', function (this: MeterWorld) {
  this.assertFaultless(examineLockout(lockouts.take(this)));
});

When(
  'the {client} client opens its association with the right one as soon as it may',
  async function (this: MeterWorld, role: string) {
    await this.outwaitsLockout(role);
    this.opening = await opensWhereItStands(this.client(role));
  },
);

function testAttribute({ rig }: MeterWorld) {
  return declared(rig.objects.testAttribute, 'objects.testAttribute').attribute;
}

async function presentTestValue(world: MeterWorld, role: string): Promise<TestValue> {
  const value = await readValue(world.client(role), testAttribute(world));
  assert.ok(value !== undefined, 'the test attribute could not be read');
  return value;
}
