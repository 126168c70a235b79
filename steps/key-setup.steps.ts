import { Then, When } from '@cucumber/cucumber';
import { examineUntouched, type RightsTrial, triesWithoutRights } from '#procedures/key-rights';
import {
  examineSuite,
  examineTitle,
  examineTypes,
  readsAllSetups,
  readsTitles,
  type ShownSetup,
  type ShownTitles,
  titlesOnTheWire,
} from '#procedures/key-setup-attributes';
import { examineRestoration } from '#procedures/key-use';
import { Handover } from '#support/handover';
import { restorationOf } from '#support/key-restorations';
import type { MeterWorld } from '#support/world';

const setups = new Handover<readonly ShownSetup[]>('attributes of Security setups');
const titles = new Handover<ShownTitles>('titles in a Security setup');
const rights = new Handover<RightsTrial>('what a client without rights tried');

When(
  'the {client} client reads all attributes of each Security setup',
  async function (this: MeterWorld, role: string) {
    setups.give(this, await readsAllSetups(this.client(role)));
  },
);

When('the {client} client reads the titles in its Security setup', async function (this: MeterWorld, role: string) {
  titles.give(this, await readsTitles(this.client(role)));
});

When(
  'the {client} client tries methods of the Security setup of the {client} client',
  async function (this: MeterWorld, stranger: string, role: string) {
    const { seen, restoration } = await triesWithoutRights(this.keyMeans(role), this.client(stranger));
    rights.give(this, seen);
    restorationOf.give(this, restoration);
    this.attempted(seen.attempts);
  },
);

Then('each attribute has the type and the range of its version', function (this: MeterWorld) {
  this.assertFaultless(examineTypes(setups.take(this)));
});

Then('the suite is the one by which the {client} client and the meter talk', function (this: MeterWorld, role: string) {
  this.assertFaultless(examineSuite(setups.take(this), this.profile(role).suite));
});

Then(
  'the title of the meter is the one that it sent to the {client} client',
  function (this: MeterWorld, role: string) {
    const { responder } = titlesOnTheWire(this.client(role), this.lastOpening);
    this.assertFaultless(examineTitle('server_system_title', titles.take(this).server, responder));
  },
);

Then('the title of the client is the one that the {client} client sent', function (this: MeterWorld, role: string) {
  const { caller } = titlesOnTheWire(this.client(role), this.lastOpening);
  this.assertFaultless(examineTitle('client_system_title', titles.take(this).client, caller));
});

Then('policy and keys of the {client} client are what they were', function (this: MeterWorld, _role: string) {
  this.assertFaultless(examineUntouched(rights.take(this)));
  this.assertFaultless(examineRestoration(restorationOf.take(this)));
});

Then('the {client} client has its own keys again', function (this: MeterWorld, _role: string) {
  this.assertFaultless(examineRestoration(restorationOf.take(this)));
});
