import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { readsSecrets } from '#procedures/association-objects';
import {
  areComplete,
  type Challenges,
  collectsChallenges,
  examineChallenges,
  opensWithChallengeOf,
} from '#procedures/challenges';
import { declared } from '#procedures/declared';
import { type Attributes, attributesBeyond, readsEach, writesBack } from '#procedures/foreign-attributes';
import { examineGmacOpenings, type GmacOpening, opensWithGaps } from '#procedures/gmac-answers';
import { LOGICAL_DEVICE_NAME } from '#procedures/health';
import { readValue, type TestValue } from '#procedures/lasting-write';
import { readObjectList } from '#procedures/object-list';
import { answersWrongly, correctsItself, isPending, type WrongAnswer } from '#procedures/pass-three';
import {
  answersOnEachObject,
  answersText,
  examineAnswersOnObjects,
  type PassThreeOnObject,
} from '#procedures/pass-three-objects';
import { opensWithWrongPassword, type WrongPassword, wasRejected } from '#procedures/passwords';
import {
  challengesWith,
  examineChallengingAare,
  examineUnchallenged,
  invokesEarly,
  readsEarly,
  sendsOnlyAarq,
} from '#procedures/pending';
import { opensWhereItStands } from '#procedures/reopening';
import { opensWeakly, type WeakerMechanism } from '#procedures/weaker-mechanisms';
import { Handover } from '#support/handover';
import { type MeterWorld, openingFault } from '#support/world';

const foreignAttributes = new Handover<Attributes>('what only the management client may read');
const testValue = new Handover<TestValue>('the test value');
const challenges = new Handover<Challenges>('the challenges of the meter');
const gmacOpenings = new Handover<readonly GmacOpening[]>('openings by GMAC');
const answersOnObjects = new Handover<readonly PassThreeOnObject[]>('answers on association objects');

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
    this.observed = await opensWeakly(this.client(role), how);
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
  this.observed = await opensWithWrongPassword(this.client(role), 'wrong in one bit of its last octet');
  assert.ok(wasRejected(this.observed), 'the wrong password was not rejected');
});

When(
  'the {client} client opens its association with a password that is {wrongPassword}',
  async function (this: MeterWorld, role: string, wrong: WrongPassword) {
    this.observed = await opensWithWrongPassword(this.client(role), wrong);
  },
);

When(
  'the {client} client opens its association at once with the right one',
  async function (this: MeterWorld, role: string) {
    this.opening = await opensWhereItStands(this.client(role));
  },
);

// -- Challenges -------------------------------------------------------------------------------------------------------

Given(
  'the {client} client has sent its AARQ but not answered the challenge of the meter',
  async function (this: MeterWorld, role: string) {
    await sendsOnlyAarq(this.client(role));
    assert.ok(isPending(this.client(role)), 'the meter has not accepted the AARQ with a challenge');
  },
);

Given('the {client} client knows the test value', async function (this: MeterWorld, role: string) {
  await this.associate(role);
  testValue.give(this, await presentTestValue(this, role));
});

Given(
  'the {client} client has opened its association {int} times with one and the same challenge',
  async function (this: MeterWorld, role: string, times: number) {
    challenges.give(this, await collectsChallenges(this.client(role), times));
    assert.ok(areComplete(challenges.take(this)), 'an opening came without a challenge of the meter');
  },
);

When(
  'the {client} client opens its association {int} times with one and the same challenge',
  async function (this: MeterWorld, role: string, times: number) {
    challenges.give(this, await collectsChallenges(this.client(role), times));
  },
);

When(
  'the meter has lost its supply and the {client} client opens {int} times more',
  async function (this: MeterWorld, role: string, times: number) {
    declared(this.bench.powerCycle, 'switch for the supply of the meter')();
    const { ctos, stocs } = challenges.take(this);
    const more = await collectsChallenges(this.client(role), times, ctos);
    challenges.give(this, { ctos, stocs: [...stocs, ...more.stocs] });
  },
);

When('the {client} client sends its AARQ and nothing more', async function (this: MeterWorld, role: string) {
  this.observed = await sendsOnlyAarq(this.client(role));
});

When('the {client} client asks for the time all the same', async function (this: MeterWorld, role: string) {
  this.observed = await readsEarly(this.client(role), this.rig.objects.clock);
});

When(
  'the {client} client asks for the logical device name all the same',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsEarly(this.client(role), LOGICAL_DEVICE_NAME);
  },
);

When('the {client} client calls the test method all the same', async function (this: MeterWorld, role: string) {
  const { method, parameters } = declared(this.rig.objects.testMethod, 'objects.testMethod');
  this.observed = await invokesEarly(this.client(role), method, parameters);
});

When(
  'the {client} client opens its association with a challenge of {int} octets',
  async function (this: MeterWorld, role: string, octets: number) {
    this.opening = await opensWithChallengeOf(this.client(role), octets);
  },
);

When(
  'the {client} client challenges the meter with {int} octets',
  async function (this: MeterWorld, role: string, octets: number) {
    this.observed = await challengesWith(this.client(role), octets);
  },
);

Then('the meter accepts it with a challenge and calls for authentication', function (this: MeterWorld) {
  this.assertFaultless(examineChallengingAare(this.observed));
});

Then('each challenge of the meter is a new one', function (this: MeterWorld) {
  this.assertFaultless(examineChallenges(challenges.take(this)));
});

Then('the meter has answered the challenge of the client rightly', function (this: MeterWorld) {
  assert.ok(this.opening?.associated, `no association: ${this.opening && openingFault(this.opening)}`);
  assert.ok(this.opening.hlsReply !== undefined, 'the association was opened without passes 3 and 4');
});

Then('no challenge of the meter comes with it', function (this: MeterWorld) {
  this.assertFaultless(examineUnchallenged(this.observed));
});

// -- GMAC -------------------------------------------------------------------------------------------------------------

When(
  'the {client} client opens its association with answers that leave out no, one and many counters',
  async function (this: MeterWorld, role: string) {
    gmacOpenings.give(this, await opensWithGaps(this.client(role)));
  },
);

When(
  'the {client} client answers the challenge on each kind of association object that it sees',
  async function (this: MeterWorld, role: string) {
    answersOnObjects.give(this, await answersOnEachObject(this.client(role)));
  },
);

When(
  'the {client} client answers a new challenge {wrongAnswer}',
  async function (this: MeterWorld, role: string, how: WrongAnswer) {
    this.observed = await answersWrongly(this.client(role), how);
  },
);

When(
  'the {client} client answers a new challenge {wrongAnswer} and then rightly',
  async function (this: MeterWorld, role: string, how: WrongAnswer) {
    this.observed = await correctsItself(this.client(role), how);
  },
);

Then("each is accepted and answered under a counter of the meter's own", function (this: MeterWorld) {
  this.assertFaultless(examineGmacOpenings(gmacOpenings.take(this)));
});

Then('only its own association lets it in', function (this: MeterWorld) {
  this.log(answersText(answersOnObjects.take(this)));
  this.assertFaultless(examineAnswersOnObjects(answersOnObjects.take(this)));
});

function testAttribute({ rig }: MeterWorld) {
  return declared(rig.objects.testAttribute, 'objects.testAttribute').attribute;
}

async function presentTestValue(world: MeterWorld, role: string): Promise<TestValue> {
  const value = await readValue(world.client(role), testAttribute(world));
  assert.ok(value !== undefined, 'the test attribute could not be read');
  return value;
}
