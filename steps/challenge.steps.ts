import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import {
  areComplete,
  type Challenges,
  collectsChallenges,
  examineChallenges,
  opensWithChallengeOf,
} from '#procedures/challenges';
import { declared } from '#procedures/declared';
import { type CertificateDoubt, presentsCertificate } from '#procedures/foreign-certificates';
import { examineGmacOpenings, type GmacOpening, opensWithGaps } from '#procedures/gmac-answers';
import { LOGICAL_DEVICE_NAME } from '#procedures/health';
import { answersWrongly, correctsItself, isPending } from '#procedures/pass-three';
import {
  answersOnEachObject,
  answersText,
  examineAnswersOnObjects,
  type PassThreeOnObject,
} from '#procedures/pass-three-objects';
import {
  challengesWith,
  examineChallengingAare,
  examineUnchallenged,
  invokesEarly,
  type LengthFault,
  readsEarly,
  sendsOnlyAarq,
} from '#procedures/pending';
import type { WrongAnswer } from '#procedures/wrong-answers';
import { Handover } from '#support/handover';
import { type MeterWorld, openingFault } from '#support/world';

const challenges = new Handover<Challenges>('the challenges of the meter');
const gmacOpenings = new Handover<readonly GmacOpening[]>('openings by GMAC');
const answersOnObjects = new Handover<readonly PassThreeOnObject[]>('answers on association objects');

// -- Challenges -------------------------------------------------------------------------------------------------------

Given(
  'the {client} client has sent its AARQ but not answered the challenge of the meter',
  async function (this: MeterWorld, role: string) {
    await sendsOnlyAarq(this.client(role));
    assert.ok(isPending(this.client(role)), 'the meter has not accepted the AARQ with a challenge');
  },
);

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
  'the {client} client challenges the meter with a value that is {challengeLength}',
  async function (this: MeterWorld, role: string, fault: LengthFault) {
    this.observed = await challengesWith(this.client(role), fault);
  },
);

Then(
  'the meter challenges the {client} client and calls for authentication',
  function (this: MeterWorld, role: string) {
    this.assertFaultless(examineChallengingAare(this.client(role), this.observed));
  },
);

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

// -- Answers ----------------------------------------------------------------------------------------------------------

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
    this.observed = await this.tryingWrongSecrets(role, () => answersWrongly(this.client(role), how));
  },
);

When(
  'the {client} client answers a new challenge {wrongAnswer} and then rightly',
  async function (this: MeterWorld, role: string, how: WrongAnswer) {
    this.observed = await this.tryingWrongSecrets(role, () => correctsItself(this.client(role), how));
  },
);

Then("each is accepted and answered under a counter of the meter's own", function (this: MeterWorld) {
  this.assertFaultless(examineGmacOpenings(gmacOpenings.take(this)));
});

Then('only its own association lets it in', function (this: MeterWorld) {
  this.log(answersText(answersOnObjects.take(this)));
  this.assertFaultless(examineAnswersOnObjects(answersOnObjects.take(this)));
});

// -- Certificates -----------------------------------------------------------------------------------------------------

Given('the bench can issue certificates that the meter takes', function (this: MeterWorld) {
  declared(this.rig.testAuthority, 'testAuthority');
});

Given('the {client} client has a certified key for key agreement', function (this: MeterWorld, role: string) {
  declared(this.profile(role).keyPairs?.agreement?.certificate, 'certificate of the key agreement key');
});

Given('the {client} client has a certified key for signatures', function (this: MeterWorld, role: string) {
  declared(this.profile(role).keyPairs?.signing?.certificate, 'certificate of the signing key');
});

When(
  'the {client} client presents a certificate {certificateDoubt}',
  async function (this: MeterWorld, role: string, doubt: CertificateDoubt) {
    const { testAuthority } = this.rig;
    const attempt = () => presentsCertificate(this.client(role), doubt, testAuthority);
    this.observed = await this.tryingWrongSecrets(role, attempt);
  },
);
