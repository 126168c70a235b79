import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import {
  type CounterObjectTrial,
  examineCounterObject,
  opensFromShownCounter,
  unusualType,
} from '#procedures/counter-object';
import { declared } from '#procedures/declared';
import {
  alternatesKeys,
  type CounterTrial,
  examineFresh,
  examineJump,
  examineNamedCounters,
  forgesCounter,
  jumpsForward,
  readsWithLowCounters,
  replaysRead,
  type TwoKeys,
} from '#procedures/invocation-counters';
import {
  examineRecovery,
  type OverheardOpening,
  opensOverheard,
  type PowerLossTrial,
  replaysInNextAssociation,
  replaysOverPowerLoss,
} from '#procedures/power-loss';
import type { KeyInUse } from '#procedures/protection-choices';
import { type CountedReplay, examineExecutions, replaysAction } from '#procedures/replayed-action';
import { examineServed } from '#procedures/results';
import {
  type CounterRun,
  examineOpeningCounters,
  examineRun,
  leapsIn,
  readsOverTwoAssociations,
  serverCounters,
} from '#procedures/server-counters';
import { usesUpGlobalKey } from '#procedures/used-up-key';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const trial = new Handover<CounterTrial>('requests with fresh and stale counters');
const replay = new Handover<CountedReplay>('a replayed ACTION');
const powerLoss = new Handover<PowerLossTrial>('a replay over a power loss');
const overheard = new Handover<OverheardOpening>('an opening that was overheard');
const run = new Handover<CounterRun>('reads over two associations');
const twoKeys = new Handover<TwoKeys>('requests under two keys');
const counterObject = new Handover<CounterObjectTrial>('readings of a counter object');

Given('the bench can cut the supply of the meter', function (this: MeterWorld) {
  assert.ok(this.bench.powerCycle !== undefined, 'the bench has no way to cut the supply of this meter by itself');
});

Given('the master key of the {client} client is known', function (this: MeterWorld, role: string) {
  assert.ok(
    this.profile(role).keys?.kek !== undefined,
    'without the master key no fresh key can be installed afterwards',
  );
});

Given(
  'the {client} client has an open association that somebody has overheard',
  async function (this: MeterWorld, role: string) {
    const association = await opensOverheard(this.client(role));
    this.assertOpened(association.opening);
    overheard.give(this, association);
  },
);

Given('the meter shows the counter of the {client} client', function (this: MeterWorld, role: string) {
  assert.ok(
    this.profile(role).invocationCounter !== undefined,
    `the rig names no counter object of the ${role} client`,
  );
});

When('the {client} client sends one request twice', async function (this: MeterWorld, role: string) {
  trial.give(this, await replaysRead(this.client(role)));
});

When(
  'the {client} client sends old and new messages in its next association',
  async function (this: MeterWorld, role: string) {
    trial.give(this, await replaysInNextAssociation(this.client(role), overheard.take(this)));
  },
);

When('the {client} client sends one counted ACTION twice', async function (this: MeterWorld, role: string) {
  const outcome = await replaysAction(this.client(role), this.rig.objects);
  trial.give(this, outcome);
  replay.give(this, outcome);
});

When('the {client} client reads with counters that it has passed', async function (this: MeterWorld, role: string) {
  trial.give(this, await readsWithLowCounters(this.client(role)));
});

When(
  'the {client} client jumps ahead with its counter and falls back',
  async function (this: MeterWorld, role: string) {
    trial.give(this, await jumpsForward(this.client(role)));
  },
);

When(
  'a request of the {client} client with a counter far ahead is forged before the right one',
  async function (this: MeterWorld, role: string) {
    trial.give(this, await forgesCounter(this.client(role)));
  },
);

When('the {client} client comes to the end of its counter', async function (this: MeterWorld, role: string) {
  const { seen, restoration } = await usesUpGlobalKey(this.keyMeans(role));
  trial.give(this, seen);
  this.note([restoration.text]);
});

When(
  'the {client} client sends old and new messages after a power loss',
  async function (this: MeterWorld, role: string) {
    const cycle = declared(this.bench.powerCycle, 'way to cut the supply');
    const earlier = this.bench.heardBefore(role).filter(({ mayBeOver }) => mayBeOver !== true);
    const outcome = await replaysOverPowerLoss(this.client(role), overheard.take(this), cycle, earlier);
    trial.give(this, outcome);
    powerLoss.give(this, outcome);
  },
);

When(
  'the {client} client reads again and again under {key}, also in a second association',
  async function (this: MeterWorld, role: string, key: KeyInUse) {
    run.give(this, await readsOverTwoAssociations(this.client(role), key, this.bench.heardBefore(role)));
  },
);

When('the {client} client uses both of its keys by turns', async function (this: MeterWorld, role: string) {
  twoKeys.give(this, await alternatesKeys(this.client(role)));
});

When(
  'the {client} client opens with the counter that its counter object shows',
  async function (this: MeterWorld, role: string) {
    const { object, via } = declared(this.profile(role).invocationCounter, 'invocationCounter');
    counterObject.give(this, await opensFromShownCounter(this.client(role), this.client(via), object));
  },
);

When(
  'the {client} client opens with rising counters for AARQ, token and the message around it',
  async function (this: MeterWorld, role: string) {
    this.opening = await this.client(role).open();
  },
);

Then('the fresh requests are served and the stale ones refused', function (this: MeterWorld) {
  this.assertFaultless(examineFresh(trial.take(this)));
  this.assertRefused(trial.take(this).stale);
});

Then('the jump is served and the fall back refused', function (this: MeterWorld) {
  const windowDeclared = this.rig.deviations.some(({ case: id }) => id === 'SEC-35');
  this.assertFaultless(examineJump(trial.take(this), windowDeclared));
  this.assertRefused(trial.take(this).stale);
});

Then('a refusal for a counter names the lowest one that is acceptable', function (this: MeterWorld) {
  this.assertFaultless(examineNamedCounters(trial.take(this)));
});

Then('the method was executed once', function (this: MeterWorld) {
  this.assertFaultless(examineExecutions(replay.take(this)));
});

Then('the counters of the meter go on above those from before', function (this: MeterWorld) {
  this.assertFaultless(examineRecovery(powerLoss.take(this)));
});

Then('each of its reads is served', function (this: MeterWorld) {
  this.assertOpened(run.take(this).reopening);
  this.assertFaultless(examineServed(run.take(this).reads));
});

Then('the counters of the meter rise under each key', function (this: MeterWorld) {
  this.assertFaultless(examineRun(run.take(this)));
  this.note(leapsIn(run.take(this).uses));
});

Then('each request under either key is served', function (this: MeterWorld) {
  this.assertOpened(twoKeys.take(this).reopening);
  this.assertFaultless(examineServed(twoKeys.take(this).reads));
});

Then('the counter object tells the counter that the {client} client used', function (this: MeterWorld, _role: string) {
  this.assertFaultless(examineCounterObject(counterObject.take(this)));
  this.note([unusualType(counterObject.take(this))]);
});

Then('the counters of the opening of the {client} client rise', function (this: MeterWorld, role: string) {
  this.assertOpened();
  this.assertFaultless(examineOpeningCounters(serverCounters(this.client(role).received)));
});
