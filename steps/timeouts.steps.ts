import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { readsInBlocks } from '#procedures/broken-reads';
import { declared } from '#procedures/declared';
import {
  answersLate,
  examineKeptOpen,
  type KeptOpen,
  outlasts,
  readsAfterPause,
  readsInTime,
} from '#procedures/inactivity';
import { examineResponses, measuresResponses, type ResponseTimes, responseText } from '#procedures/response-times';
import { Handover } from '#support/handover';
import { bearablePauseMs } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

const responses = new Handover<ResponseTimes>('response times');
const keptOpen = new Handover<KeptOpen>('reads on one connection');

/** So many time-outs long a client keeps its connection open by reading. */
const TIMEOUTS = 3;

Given(
  'the {client} client has read the first block of its object list',
  async function (this: MeterWorld, role: string) {
    const reading = await readsInBlocks(this.client(role), 1);
    assert.ok(reading !== undefined && reading.results === undefined, 'no long read could be begun');
    assert.equal(reading.last.kind, 'apdu', 'the long read was not answered');
  },
);

When(
  'the {client} client reads the logical device name {int} times',
  async function (this: MeterWorld, role: string, times: number) {
    responses.give(this, await measuresResponses(this.client(role), times, this.progress.bind(this)));
  },
);

When(
  'the {client} client is silent for longer than the inactivity time-out',
  async function (this: MeterWorld, role: string) {
    this.observed = await outlasts(this.client(role), inactivityMs(this), this.progress.bind(this));
  },
);

When(
  'the {client} client reads at every half of the inactivity time-out',
  async function (this: MeterWorld, role: string) {
    const longMs = inactivityMs(this) * TIMEOUTS;
    const pauseMs = bearablePauseMs(this.rig);
    keptOpen.give(this, await readsInTime(this.client(role), pauseMs, longMs, this.progress.bind(this)));
  },
);

When(
  'the {client} client answers the challenge later than the declared time',
  async function (this: MeterWorld, role: string) {
    const seconds = declared(this.rig.meter.pendingAssociationSeconds, 'meter.pendingAssociationSeconds');
    this.observed = await answersLate(this.client(role), seconds * 1000, this.progress.bind(this));
  },
);

When(
  'the {client} client waits for half of the inactivity time-out and reads the logical device name',
  async function (this: MeterWorld, role: string) {
    const progress = this.progress.bind(this);
    keptOpen.give(this, await readsAfterPause(this.client(role), bearablePauseMs(this.rig), progress));
  },
);

Then('each reply started within the response time', function (this: MeterWorld) {
  this.log(responseText(responses.take(this)));
  this.assertFaultless(examineResponses(responses.take(this), this.rig.timeouts.responseMs));
});

Then('the meter has closed the connection', function (this: MeterWorld) {
  this.assertRefused();
});

Then('each read was served on the connection that it had', function (this: MeterWorld) {
  this.assertFaultless(examineKeptOpen(keptOpen.take(this)));
});

Then('the read is served on the connection that it had', function (this: MeterWorld) {
  this.assertFaultless(examineKeptOpen(keptOpen.take(this)));
});

function inactivityMs({ rig }: MeterWorld): number {
  return declared(rig.meter.inactivitySeconds, 'meter.inactivitySeconds') * 1000;
}
