import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { sendsTooLongRequest, serverLimit } from '#procedures/long-request';
import { readsOneOctetTooLong, readsUnderLimits, readsWithoutLimit, smallestLimit } from '#procedures/pdu-size';
import type { MeterWorld } from '#support/world';

Given(
  'the {client} client has an open association with a limit to what the meter receives',
  async function (this: MeterWorld, role: string) {
    const client = await this.associate(role);
    assert.ok(serverLimit(client), 'the meter negotiates no limit, and the rig does not declare pdu.unlimited');
  },
);

When(
  'the {client} client reads its object list with and without a limit',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsWithoutLimit(this.client(role));
  },
);

When(
  'the {client} client reads long attributes under smaller and smaller limits',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsUnderLimits(this.client(role), smallestLimit(this.rig), this.rig.objects.profile);
  },
);

When(
  'the {client} client reads its object list under a limit one octet below its length',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsOneOctetTooLong(this.client(role));
  },
);

When('the {client} client sends a request one octet above that limit', async function (this: MeterWorld, role: string) {
  this.observed = await sendsTooLongRequest(this.client(role));
});

Then('it has got the whole list both times', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then('every message has kept to the limit', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});
