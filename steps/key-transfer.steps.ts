import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import {
  answersUnderOldKey,
  type BroadcastTrial,
  examineBroadcasts,
  replacesBroadcastKey,
  takesBroadcasts,
} from '#procedures/key-broadcast';
import type { TransferAnswer } from '#procedures/key-change';
import { answersUnderOld, examineNewMasterKey, type MasterKeyTrial, replacesMasterKey } from '#procedures/key-master';
import type { ReplacedKeys } from '#procedures/key-names';
import { type CutMoment, cutsTransfer, examinePowerCut, type PowerCut } from '#procedures/key-power-loss';
import {
  answersTo,
  examineKept,
  transfersFaultyWraps,
  transfersHalfWrong,
  transfersUnknownKey,
  usesOfSent,
  type WrongTransfer,
} from '#procedures/key-refusals';
import {
  examineNewCounters,
  examineNewKeys,
  examineReplyKey,
  examineSameCounters,
  type KeyReplacementTrial,
  type NewCounterTrial,
  replacesKeys,
  startsCounters,
} from '#procedures/key-replacement';
import { answersIn, type Changed, examineTransfer, examineUnreadable, examineUses } from '#procedures/key-use';
import { opensUnder } from '#procedures/protection-choices';
import { Handover } from '#support/handover';
import { restorationOf } from '#support/key-restorations';
import type { MeterWorld } from '#support/world';

const transfer = new Handover<TransferAnswer>('a transfer of keys');
const replacement = new Handover<KeyReplacementTrial>('new keys beside old ones');
const broadcast = new Handover<BroadcastTrial>('messages under a new broadcast key');
const master = new Handover<MasterKeyTrial>('keys under a new master key');
const counting = new Handover<NewCounterTrial>('counters under a new key');
const wrong = new Handover<readonly WrongTransfer[]>('transfers that are wrong');
const powerCut = new Handover<PowerCut>('keys after a power cut');

/** What was seen, and whether the meter has its own keys again. */
function keep<T>(world: MeterWorld, handover: Handover<T>, { seen, restoration }: Changed<T>): T {
  handover.give(world, seen);
  restorationOf.give(world, restoration);
  return seen;
}

When(
  'the {client} client replaces its {replaced keys} for a while',
  async function (this: MeterWorld, role: string, keys: ReplacedKeys) {
    const seen = keep(this, replacement, await replacesKeys(this.keyMeans(role), keys));
    transfer.give(this, seen.transfer);
  },
);

Given(
  'the meter does what the {client} client broadcasts under its broadcast key',
  async function (this: MeterWorld, role: string) {
    this.opening = await opensUnder(this.client(role), 'global');
    this.assertOpened();
    const does = await takesBroadcasts(this.keyMeans(role), this.rig.objects);
    assert.ok(does, 'a SET under the present broadcast key had no effect: the meter takes none over this line');
  },
);

When('the {client} client replaces its broadcast key for a while', async function (this: MeterWorld, role: string) {
  const changed = await replacesBroadcastKey(this.keyMeans(role), this.rig.objects);
  transfer.give(this, keep(this, broadcast, changed).transfer);
});

When('the {client} client replaces its master key for a while', async function (this: MeterWorld, role: string) {
  transfer.give(this, keep(this, master, await replacesMasterKey(this.keyMeans(role))).transfer);
});

When(
  'the {client} client replaces its global unicast key and counts from the beginning',
  async function (this: MeterWorld, role: string) {
    transfer.give(this, keep(this, counting, await startsCounters(this.keyMeans(role))).transfer);
  },
);

When('the {client} client transfers a key of an unknown kind', async function (this: MeterWorld, role: string) {
  keep(this, wrong, await transfersUnknownKey(this.keyMeans(role)));
});

When(
  'the {client} client transfers a key with each fault of its wrap',
  async function (this: MeterWorld, role: string) {
    keep(this, wrong, await transfersFaultyWraps(this.keyMeans(role)));
  },
);

When(
  'the {client} client transfers a good key together with a faulty one',
  async function (this: MeterWorld, role: string) {
    keep(this, wrong, await transfersHalfWrong(this.keyMeans(role)));
  },
);

When(
  'the supply is cut {cut moment} of a transfer of the {client} client',
  async function (this: MeterWorld, moment: CutMoment, role: string) {
    const cycle = declared(this.bench.powerCycle, 'way to cut the supply');
    keep(this, powerCut, await cutsTransfer(this.keyMeans(role), cycle, moment));
  },
);

Then('the meter takes the new keys', function (this: MeterWorld) {
  this.assertFaultless(examineTransfer(transfer.take(this)));
});

Then('the new keys are taken and work at the latest in the next association', function (this: MeterWorld) {
  this.assertFaultless(examineTransfer(transfer.take(this)));
  this.assertFaultless(examineNewKeys(replacement.take(this)));
});

Then('the old keys are refused', function (this: MeterWorld) {
  const { stale } = replacement.take(this);
  this.assertFaultless(examineUnreadable(stale));
  this.assertRefused(answersIn(stale));
});

Then('the old keys are refused, while the counters of the meter go on', function (this: MeterWorld) {
  const { stale } = replacement.take(this);
  this.assertFaultless(examineUnreadable(stale));
  this.assertRefused(answersIn(stale));
  this.assertFaultless(examineSameCounters(replacement.take(this)));
});

Then('what is broadcast under the new key takes effect, and under the old key does not', function (this: MeterWorld) {
  this.assertFaultless(examineBroadcasts(broadcast.take(this)));
  this.assertRefused(answersUnderOldKey(broadcast.take(this)));
});

Then('a key under the new master key is taken and works', function (this: MeterWorld) {
  this.assertFaultless(examineTransfer(transfer.take(this)));
  this.assertFaultless(examineNewMasterKey(master.take(this)));
});

Then('a key under the old master key is refused', function (this: MeterWorld) {
  this.assertRefused(answersUnderOld(master.take(this)));
});

Then('the reply to the transfer is under the old keys', function (this: MeterWorld) {
  this.assertFaultless(examineReplyKey(replacement.take(this)));
});

Then('the requests under the new key are served', function (this: MeterWorld) {
  this.assertFaultless(examineTransfer(transfer.take(this)));
  this.assertFaultless(examineUses(counting.take(this).uses));
});

Then('the counters of the meter start low under the new key and rise', function (this: MeterWorld) {
  this.assertFaultless(examineNewCounters(counting.take(this)));
});

Then('the meter refuses each transfer and keeps the old keys', function (this: MeterWorld) {
  this.assertFaultless(examineKept(wrong.take(this)));
  this.assertRefused(answersTo(wrong.take(this)));
});

Then('the meter refuses each transfer, keeps the old keys and knows none of the new', function (this: MeterWorld) {
  this.assertFaultless(examineKept(wrong.take(this)));
  this.assertRefused(answersTo(wrong.take(this)));
  this.assertFaultless(examineUnreadable(usesOfSent(wrong.take(this))));
  this.assertRefused(answersIn(usesOfSent(wrong.take(this))));
});

Then('the old key or the new one opens an association', function (this: MeterWorld) {
  this.assertFaultless(examinePowerCut(powerCut.take(this)));
});
