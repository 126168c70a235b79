import { Given, Then, When } from '@cucumber/cucumber';
import { conversesWithoutAuthenticationKey } from '#procedures/authentication-key';
import {
  examineRefusedInitiate,
  proposesOlderVersion,
  provokesErrorResult,
  sendsUnknownTagInside,
} from '#procedures/ciphered-errors';
import {
  type ReleasedAssociation,
  readsUnderNoAgreedKey,
  readsUnderReleasedKey,
  releasesDedicatedKey,
  swapsKeys,
} from '#procedures/dedicated-key';
import { type Forgery, readsForged } from '#procedures/forgery';
import {
  askedIn,
  asksInGeneralForm,
  examineNoGeneralMessage,
  examineTitles,
  opensWithoutGeneralProtection,
  readsInBothForms,
  readsInGeneralForm,
} from '#procedures/general-messages';
import type { Observed } from '#procedures/observed';
import {
  type ProtectedExchange,
  readsName,
  readsUndefinedObject,
  type ServiceName,
  usesService,
} from '#procedures/protected-services';
import { type KeyInUse, opensUnder, protectionOf, type Strength } from '#procedures/protection-choices';
import { examineSameForm, examineSameKind, examineSameProtection, examineStrength } from '#procedures/reply-protection';
import { deviceNameOf, examineErrorResults, examineResults } from '#procedures/results';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const exchanges = new Handover<readonly ProtectedExchange[]>('protected requests and their answers');
const released = new Handover<ReleasedAssociation>('a released association');
const rejection = new Handover<Observed>('an answer to the AARQ');

Given(
  'the {client} client has an open association under {key}',
  async function (this: MeterWorld, role: string, key: KeyInUse) {
    this.assertOpened(await opensUnder(this.client(role), key));
  },
);

Given(
  'the {client} client has an open association without general protection',
  async function (this: MeterWorld, role: string) {
    this.assertOpened(await opensWithoutGeneralProtection(this.client(role)));
  },
);

Given(
  'the {client} client has released an association under a dedicated key',
  async function (this: MeterWorld, role: string) {
    const association = await releasesDedicatedKey(this.client(role));
    this.assertOpened(association.opening);
    released.give(this, association);
  },
);

When(
  'the {client} client uses the {serviceName} service with {strength}',
  async function (this: MeterWorld, role: string, service: ServiceName, strength: Strength) {
    const client = this.client(role);
    exchanges.give(this, await usesService(client, service, protectionOf(client, strength), this.rig.objects));
  },
);

When(
  'the {client} client asks with {strength} for what there is and for what there is not',
  async function (this: MeterWorld, role: string, strength: Strength) {
    const client = this.client(role);
    const choice = protectionOf(client, strength);
    exchanges.give(this, [await readsName(client, choice), await readsUndefinedObject(client, choice)]);
  },
);

When('the {client} client reads with a general message', async function (this: MeterWorld, role: string) {
  exchanges.give(this, await readsInGeneralForm(this.client(role)));
});

When(
  'the {client} client reads with a service-specific and with a general message',
  async function (this: MeterWorld, role: string) {
    exchanges.give(this, await readsInBothForms(this.client(role)));
  },
);

When(
  'the {client} client asks with general messages for what there is and for what there is not',
  async function (this: MeterWorld, role: string) {
    exchanges.give(this, await asksInGeneralForm(this.client(role)));
  },
);

When('the {client} client reads with {forgery}', async function (this: MeterWorld, role: string, forgery: Forgery) {
  this.attempted(await readsForged(this.client(role), forgery, this.profile(role).policy));
});

When(
  'the {client} client opens an association and reads as if there were no authentication key',
  async function (this: MeterWorld, role: string) {
    this.observed = await conversesWithoutAuthenticationKey(this.client(role));
  },
);

When('the {client} client swaps its global and its dedicated key', async function (this: MeterWorld, role: string) {
  this.attempted(await swapsKeys(this.client(role)));
});

When(
  'the {client} client reads under dedicated keys that it never agreed',
  async function (this: MeterWorld, role: string) {
    this.attempted(await readsUnderNoAgreedKey(this.client(role)));
  },
);

When(
  'the {client} client reads under the dedicated key of the released association',
  async function (this: MeterWorld, role: string) {
    this.attempted(await readsUnderReleasedKey(this.client(role), released.take(this)));
  },
);

When(
  'the {client} client reads an object that the meter does not have',
  async function (this: MeterWorld, role: string) {
    exchanges.give(this, await provokesErrorResult(this.client(role)));
  },
);

When('the {client} client protects something that is no request', async function (this: MeterWorld, role: string) {
  this.observed = await sendsUnknownTagInside(this.client(role));
});

When('the {client} client proposes an older version of DLMS', async function (this: MeterWorld, role: string) {
  rejection.give(this, await proposesOlderVersion(this.client(role)));
});

Then('each reply is protected like its request', function (this: MeterWorld) {
  this.assertFaultless(examineSameProtection(exchanges.take(this)));
});

Then(
  'each reply to the {client} client is protected as its request and the policy demand',
  function (this: MeterWorld, role: string) {
    this.assertFaultless(examineStrength(exchanges.take(this), this.profile(role).policy));
  },
);

Then(
  'each reply to the {client} client is protected with the services of its request',
  function (this: MeterWorld, role: string) {
    this.assertFaultless(examineSameKind(exchanges.take(this), this.profile(role).policy));
  },
);

Then('each reply has the form of its request', function (this: MeterWorld) {
  this.assertFaultless(examineSameForm(exchanges.take(this)));
});

Then('the results for the {client} client are right', function (this: MeterWorld, role: string) {
  this.assertFaultless(examineResults(exchanges.take(this), deviceNameOf(this.rig, this.profile(role))));
});

Then('the answer is an error result', function (this: MeterWorld) {
  this.assertFaultless(examineErrorResults(exchanges.take(this)));
});

Then(
  'each general message to the {client} client bears the title of the meter',
  function (this: MeterWorld, role: string) {
    this.assertFaultless(examineTitles(this.client(role)));
  },
);

Then('the service-specific message is answered in its own form', function (this: MeterWorld) {
  const asked = askedIn('service-specific', exchanges.take(this));
  this.assertFaultless(examineSameForm(asked));
  this.assertFaultless(examineResults(asked, undefined));
});

Then(
  'the {client} client gets nothing for the general message, and no general message at all',
  function (this: MeterWorld, role: string) {
    this.assertRefused(askedIn('general', exchanges.take(this)));
    this.assertFaultless(examineNoGeneralMessage(this.client(role)));
  },
);

Then('the InitiateRequest is refused by a well-formed error', function (this: MeterWorld) {
  this.assertFaultless(examineRefusedInitiate(rejection.take(this)));
});

Then(
  'the {client} client gets a value for the one and an error for the other',
  function (this: MeterWorld, role: string) {
    const all = exchanges.take(this);
    this.assertFaultless(examineResults(all.slice(0, 1), deviceNameOf(this.rig, this.profile(role))));
    this.assertFaultless(examineErrorResults(all.slice(1)));
  },
);
