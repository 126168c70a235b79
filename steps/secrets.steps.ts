import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { type ListedObject, readObjectList } from '#procedures/object-list';
import { examineForSecrets, type ReadAttribute, readsEverything, secretsKnown } from '#procedures/secret-search';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const objects = new Handover<readonly ListedObject[]>('an object list');
const read = new Handover<readonly ReadAttribute[]>('everything that was read');

Given('the {client} client knows the objects of its association', async function (this: MeterWorld, role: string) {
  const list = await readObjectList(await this.associate(role));
  assert.ok(list !== undefined && list.length > 0, `the ${role} client could not read its object list`);
  objects.give(this, list);
});

When('the {client} client reads every attribute of them', async function (this: MeterWorld, role: string) {
  read.give(this, await readsEverything(this.client(role), objects.take(this), (done, of) => this.progress(done, of)));
});

Then(
  'no value shows a key or password that the {client} client or another one has',
  function (this: MeterWorld, role: string) {
    this.assertFaultless(examineForSecrets(read.take(this), secretsKnown(this.rig, this.client(role))));
  },
);
