import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { proposesUndefinedContext } from '#procedures/contexts';
import { CURRENT_ASSOCIATION } from '#procedures/health';
import type { MeterWorld } from '#support/world';

Given('the {client} client has an open association', async function (this: MeterWorld, role: string) {
  await this.associate(role);
});

Given(
  'the {client} client is watched by the {client} client, which has an open association',
  async function (this: MeterWorld, _watched: string, watcher: string) {
    await this.associate(watcher);
  },
);

When('the {client} client opens its association', async function (this: MeterWorld, role: string) {
  this.opening = await this.client(role).open();
});

When(
  'the {client} client proposes an application context that nobody has defined',
  async function (this: MeterWorld, role: string) {
    this.observed = await proposesUndefinedContext(this.client(role));
  },
);

Then('the association is open with the diagnostic that its mechanism calls for', function (this: MeterWorld) {
  this.assertOpened();
});

Then('the {client} client can read the current association', async function (this: MeterWorld, role: string) {
  const { results } = await this.read(role, CURRENT_ASSOCIATION);
  assert.ok(
    results?.every((result) => 'data' in result),
    'the current association was not readable',
  );
});

Then('the meter refuses each attempt', function (this: MeterWorld) {
  this.assertRefused();
});

Then('the {client} client is still served', async function (this: MeterWorld, role: string) {
  await this.assertAlive(role);
});

Then('the {client} client can still open its association', async function (this: MeterWorld, role: string) {
  await this.assertOpensAnew(role);
});
