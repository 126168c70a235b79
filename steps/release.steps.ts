import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { type Abandonment, examineAbandonment, vanishes } from '#procedures/abandoned-lines';
import { type Cycles, cycles, examineCycles } from '#procedures/association-cycles';
import { examineReread, type Reread, readsAnewAfterBreak, readsInBlocks } from '#procedures/broken-reads';
import { declared } from '#procedures/declared';
import { examineExchanges } from '#procedures/hdlc-exchanges';
import { examineLastingWrite, type LastingWrite, writesAndLeaves } from '#procedures/lasting-write';
import { readsAfterDisc } from '#procedures/link-release';
import {
  examineRecoveries,
  lossesToTry,
  type Recovery,
  readsAfterClosing,
  resetsDuringReply,
} from '#procedures/recovery';
import {
  examineBareRelease,
  examinePlainRelease,
  examineProtectedRelease,
  examineRelease,
  type Released,
  readsWhenOver,
  releases,
  releasesNothing,
  releasesWeakly,
  releasesWithNothing,
  type WeakRelease,
} from '#procedures/release';
import { opensWhereItStands } from '#procedures/reopening';
import { Handover } from '#support/handover';
import { absenceMs, endingOf } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

const released = new Handover<Released>('a release');
const cyclesRun = new Handover<Cycles>('cycles of opening and release');
const recoveries = new Handover<readonly Recovery[]>('lost connections');
const abandonment = new Handover<Abandonment>('an abandoned connection');
const undisturbed = new Handover<Uint8Array>('the undisturbed object list');
const readAnew = new Handover<Reread>('what was read anew');
const lastingWrite = new Handover<LastingWrite>('a value written');

const CONNECTION_BROKEN_AFTER = 2;

// -- RLRQ and RLRE ----------------------------------------------------------------------------------------------------

When('the {client} client releases its association', async function (this: MeterWorld, role: string) {
  released.give(this, await releases(this.client(role)));
});

When('the {client} client releases its association and reads', async function (this: MeterWorld, role: string) {
  released.give(this, await releases(this.client(role)));
  this.observed = await readsWhenOver(this.client(role));
});

When('the {client} client sends an RLRQ that holds nothing and reads', async function (this: MeterWorld, role: string) {
  released.give(this, await releasesWithNothing(this.client(role)));
  this.observed = await readsWhenOver(this.client(role));
});

When('the {client} client sends an RLRQ without an association', async function (this: MeterWorld, role: string) {
  this.observed = await releasesNothing(this.client(role));
});

When(
  'the {client} client and then the {client} client open and release their associations',
  async function (this: MeterWorld, first: string, second: string) {
    await this.associate(first);
    await releases(this.client(first));
    await this.client(first).disconnect();
    await this.associate(second);
    released.give(this, await releases(this.client(second)));
  },
);

When(
  'the {client} client sends an RLRQ {weakRelease}',
  async function (this: MeterWorld, role: string, how: WeakRelease) {
    this.observed = await releasesWeakly(this.client(role), how);
  },
);

Then('the meter confirms the release', function (this: MeterWorld) {
  this.assertFaultless(examineRelease(released.take(this)));
});

Then('the meter answers with a well-formed RLRE', function (this: MeterWorld) {
  this.assertFaultless(examineBareRelease(released.take(this)));
});

Then('the RLRE holds under protection what was negotiated', function (this: MeterWorld) {
  this.assertFaultless(examineProtectedRelease(released.take(this)));
});

Then('the last RLRE holds nothing about its association', function (this: MeterWorld) {
  this.assertFaultless(examinePlainRelease(released.take(this)));
});

Then('it serves the read no more', function (this: MeterWorld) {
  this.assertRefused();
});

Then('the meter confirms, refuses or ignores it', function (this: MeterWorld) {
  this.assertRefused();
});

Then(
  'the {client} client can open its association on that connection',
  async function (this: MeterWorld, role: string) {
    this.assertOpened(await opensWhereItStands(this.client(role)));
  },
);

// -- Connections that end ---------------------------------------------------------------------------------------------

When(
  'the {client} client closes its connections and reads on a new one',
  async function (this: MeterWorld, role: string) {
    const losses = lossesToTry(this.rig.meter.maxConnections);
    this.observed = await readsAfterClosing(this.client(role), losses, this.rig.timeouts.recoveryMs);
  },
);

When(
  'the connection of the {client} client is reset again and again while a long reply is coming',
  async function (this: MeterWorld, role: string) {
    const losses = lossesToTry(this.rig.meter.maxConnections);
    recoveries.give(this, await resetsDuringReply(this.client(role), losses, this.rig.timeouts.recoveryMs));
  },
);

When(
  'the {client} client vanishes without a word and comes back after the inactivity time-out',
  async function (this: MeterWorld, role: string) {
    const times = lossesToTry(this.rig.meter.maxConnections);
    const absence = { times, waitMs: absenceMs(this.rig), progress: this.progress.bind(this) };
    abandonment.give(this, await vanishes(this.client(role), this.rig, absence));
  },
);

When(
  'the {client} client disconnects its link, connects it again and reads',
  async function (this: MeterWorld, role: string) {
    const release = await readsAfterDisc(this.client(role), this.rig);
    this.findings = examineExchanges(release.exchanges);
    this.observed = release.observed;
  },
);

Then('the meter confirms both', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then('the client is taken back each time', function (this: MeterWorld) {
  this.assertFaultless(examineRecoveries(recoveries.take(this), this.rig.timeouts.recoveryMs));
});

Then('the client is taken back', function (this: MeterWorld) {
  this.assertFaultless(examineAbandonment(abandonment.take(this)));
});

// -- Over and over, and what is left ----------------------------------------------------------------------------------

When(
  'the {client} client opens, reads and releases {int} times',
  async function (this: MeterWorld, role: string, times: number) {
    const progress = this.progress.bind(this);
    cyclesRun.give(this, await cycles(this.client(role), { times, ending: endingOf(this.rig), progress }));
  },
);

Given('the {client} client has read its object list in blocks', async function (this: MeterWorld, role: string) {
  const reading = await readsInBlocks(this.client(role));
  const blocks = reading?.replies.length ?? 0;
  assert.ok(blocks > CONNECTION_BROKEN_AFTER, `the object list came in ${blocks} blocks, too few to break off`);
  undisturbed.give(this, declared(reading?.rawData, 'object list that can be read to its end'));
});

When(
  'the {client} client reads it again, the connection breaks after the second block and it reads it anew',
  async function (this: MeterWorld, role: string) {
    readAnew.give(this, await readsAnewAfterBreak(this.client(role), CONNECTION_BROKEN_AFTER));
  },
);

When(
  'the {client} client writes the test value, leaves and comes back',
  async function (this: MeterWorld, role: string) {
    const test = declared(this.rig.objects.testAttribute, 'objects.testAttribute');
    lastingWrite.give(this, await writesAndLeaves(this.client(role), test, endingOf(this.rig)));
  },
);

Then('each time went well and none took much longer than the first', function (this: MeterWorld) {
  this.assertFaultless(examineCycles(cyclesRun.take(this)));
});

Then('the client gets the same object list', function (this: MeterWorld) {
  this.assertFaultless(examineReread(undisturbed.take(this), readAnew.take(this)));
});

Then('the value is the one that was written, and can be put back', function (this: MeterWorld) {
  this.assertFaultless(examineLastingWrite(lastingWrite.take(this)));
});
