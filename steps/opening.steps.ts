import { Then, When } from '@cucumber/cucumber';
import {
  namesMechanismWithoutUnit,
  namesNoMechanism,
  namesUndefinedMechanism,
  sendsTitle,
  type TitleFault,
} from '#procedures/authentication-fields';
import { proposesCiphering, proposesPlainContext, proposesShortNames } from '#procedures/contexts';
import {
  type KeyLengthFault,
  sendsDedicatedKeyInClear,
  sendsDedicatedKeyOfLength,
} from '#procedures/dedicated-key-proposal';
import { type Gibberish, readsUnassociated, sendsGibberish } from '#procedures/idle';
import {
  cutsAarqEverywhere,
  examineAmbiguousOpening,
  opensWithSwappedFields,
  opensWithTwoContexts,
} from '#procedures/malformed-aarq';
import {
  ACSE_VERSIONS,
  examineUnusedFields,
  examineUserIds,
  offersNoCommonVersion,
  opensAnewWith,
  opensWithLongFormLength,
  opensWithUnusedFields,
  opensWithUserId,
} from '#procedures/opening';
import type { MeterWorld } from '#support/world';

// -- Before an association

When(
  'the {client} client reads the current association without having opened it',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsUnassociated(this.client(role));
  },
);

When(
  'the {client} client sends random octets in {gibberish} ciphering before any association',
  async function (this: MeterWorld, role: string, form: Gibberish) {
    this.observed = await sendsGibberish(this.client(role), form);
  },
);

// -- Contexts and versions

When('the {client} client proposes short-name referencing', async function (this: MeterWorld, role: string) {
  this.observed = await proposesShortNames(this.client(role));
});

When('the {client} client proposes the ciphered context', async function (this: MeterWorld, role: string) {
  this.observed = await proposesCiphering(this.client(role));
});

When('the {client} client proposes the plain context', async function (this: MeterWorld, role: string) {
  this.observed = await proposesPlainContext(this.client(role));
});

When(
  'the {client} client opens its association naming {ACSE versions}',
  async function (this: MeterWorld, role: string, versions: keyof typeof ACSE_VERSIONS) {
    this.opening = await opensAnewWith(this.client(role), { aarq: { protocolVersion: ACSE_VERSIONS[versions] } });
  },
);

When(
  'the {client} client offers a version of ACSE that the meter cannot have',
  async function (this: MeterWorld, role: string) {
    this.observed = await offersNoCommonVersion(this.client(role));
  },
);

// -- Fields that tell who is calling

When(
  'the {client} client opens its association with every field that COSEM does not use',
  async function (this: MeterWorld, role: string) {
    this.findings = examineUnusedFields(await opensWithUnusedFields(this.client(role)));
  },
);

When(
  'the {client} client opens its association three times naming a user',
  async function (this: MeterWorld, role: string) {
    this.findings = examineUserIds(await opensWithUserId(this.client(role), 3));
  },
);

When(
  'the {client} client sends a system title that is {title fault}',
  async function (this: MeterWorld, role: string, fault: TitleFault) {
    this.observed = await sendsTitle(this.client(role), fault);
  },
);

When(
  'the {client} client names its mechanism without selecting authentication',
  async function (this: MeterWorld, role: string) {
    this.observed = await namesMechanismWithoutUnit(this.client(role));
  },
);

When('the {client} client names a mechanism that nobody has defined', async function (this: MeterWorld, role: string) {
  this.observed = await namesUndefinedMechanism(this.client(role));
});

When(
  'the {client} client selects authentication without naming a mechanism',
  async function (this: MeterWorld, role: string) {
    this.observed = await namesNoMechanism(this.client(role));
  },
);

When('the {client} client sends a dedicated key in clear', async function (this: MeterWorld, role: string) {
  this.observed = await sendsDedicatedKeyInClear(this.client(role));
});

When(
  'the {client} client sends a dedicated key that is {key length}',
  async function (this: MeterWorld, role: string, fault: KeyLengthFault) {
    this.observed = await sendsDedicatedKeyOfLength(this.client(role), fault);
  },
);

// -- The coding of the AARQ

When(
  'the {client} client opens its association with a length in its long form',
  async function (this: MeterWorld, role: string) {
    this.opening = await opensWithLongFormLength(this.client(role));
  },
);

When(
  'the {client} client sends its AARQ cut after each octet, and the whole one after each',
  async function (this: MeterWorld, role: string) {
    this.observed = await cutsAarqEverywhere(this.client(role), (done, of) => this.progress(done, of));
  },
);

When(
  'the {client} client swaps its mechanism and its application context in the AARQ',
  async function (this: MeterWorld, role: string) {
    this.opening = await opensWithSwappedFields(this.client(role));
  },
);

When(
  'the {client} client names a second application context in the AARQ',
  async function (this: MeterWorld, role: string) {
    this.opening = await opensWithTwoContexts(this.client(role));
  },
);

// -- What came of it

Then('the association is open as without those fields', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then('the meter has opened it each time, or rejected the user each time', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then(
  'the meter has opened nothing, or what its AARE names for the {client} client',
  function (this: MeterWorld, role: string) {
    this.assertFaultless(examineAmbiguousOpening(this.lastOpening, this.client(role)));
  },
);

Then(
  'the {client} client can open its association on the same connection',
  async function (this: MeterWorld, role: string) {
    await this.assertOpensHere(role);
  },
);
