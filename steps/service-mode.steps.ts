import { Given, Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import {
  type EventLogView,
  examineKept,
  examineLogged,
  type LogTrial,
  readsEventLog,
  watchesLog,
} from '#procedures/event-log';
import {
  type ClosingTrial,
  examineRestored,
  examineUntouched,
  examineWritten,
  triesToWrite,
  triesToWriteAfterPowerLoss,
  type WriteTrial,
  type WritingForm,
  writesWhileItCloses,
} from '#procedures/service-mode';
import { Handover } from '#support/handover';
import { coverOf, eventCodeOf, eventLogOf, logPlaceOf, serviceParameterOf } from '#support/service-words';
import type { MeterWorld } from '#support/world';

const trial = new Handover<WriteTrial>('a write of a service parameter');
const log = new Handover<LogTrial>('readings of the event log');
const opened = new Handover<LogTrial>('readings of the event log around the opening of the cover');
const closed = new Handover<LogTrial>('readings of the event log around the closing of the cover');
const closing = new Handover<ClosingTrial>('writes before and after the cover was closed');
const earlier = new Handover<EventLogView | undefined>('an event log');

Given('the bench can open and close the terminal cover', function (this: MeterWorld) {
  coverOf(this);
});

Given(
  'the {client} client has an open association while the terminal cover is open',
  async function (this: MeterWorld, role: string) {
    coverOf(this).open();
    await this.associate(role);
  },
);

Given(
  'the {client} client has tried in vain to write a service parameter',
  async function (this: MeterWorld, role: string) {
    const client = await this.associate(role);
    await triesToWrite(client, serviceParameterOf(this));
    earlier.give(this, await readsEventLog(client, eventLogOf(this)));
  },
);

When('the {client} client writes a service parameter', async function (this: MeterWorld, role: string) {
  const written = await triesToWrite(this.client(role), serviceParameterOf(this));
  trial.give(this, written);
  this.attempted(written);
});

When(
  'the {client} client writes a service parameter {writingForm}',
  async function (this: MeterWorld, role: string, form: WritingForm) {
    const written = await triesToWrite(this.client(role), serviceParameterOf(this), form);
    trial.give(this, written);
    this.attempted(written);
  },
);

When(
  'the {client} client writes a service parameter and looks into the event log',
  async function (this: MeterWorld, role: string) {
    const client = this.client(role);
    const watched = await watchesLog(client, logPlaceOf(this), async () => {
      this.attempted(await triesToWrite(client, serviceParameterOf(this)));
    });
    log.give(this, watched);
  },
);

When(
  'the bench opens and closes the terminal cover while the {client} client watches the event log',
  async function (this: MeterWorld, role: string) {
    const client = this.client(role);
    const { open, close } = coverOf(this);
    opened.give(this, await watchesLog(client, logPlaceOf(this), async () => open()));
    closed.give(this, await watchesLog(client, logPlaceOf(this), async () => close()));
  },
);

When(
  'the {client} client writes a service parameter before and after the cover is closed',
  async function (this: MeterWorld, role: string) {
    const { close } = coverOf(this);
    const written = await writesWhileItCloses(this.client(role), serviceParameterOf(this), close);
    closing.give(this, written);
    trial.give(this, written.onceClosed);
    this.attempted(written.onceClosed);
  },
);

When(
  'the supply is cut and the {client} client writes the service parameter once more',
  async function (this: MeterWorld, role: string) {
    const cycle = declared(this.bench.powerCycle, 'way to cut the supply');
    this.attempted(await triesToWriteAfterPowerLoss(this.client(role), serviceParameterOf(this), cycle));
  },
);

Then('the service parameter keeps its value', function (this: MeterWorld) {
  this.assertFaultless(examineUntouched(trial.take(this)));
});

Then(
  'the {client} client finds the service parameter written, and has put back what was there',
  async function (this: MeterWorld, role: string) {
    this.assertFaultless(examineWritten(trial.take(this)));
    this.assertFaultless(await examineRestored(this.client(role), serviceParameterOf(this), trial.take(this)));
  },
);

Then('the write before was served', function (this: MeterWorld) {
  this.assertFaultless(examineWritten(closing.take(this).whileOpen));
});

Then('the try is in the event log once, with its time', function (this: MeterWorld) {
  const code = eventCodeOf(this, 'serviceAccessRefused');
  this.assertFaultless(examineLogged(log.take(this), code, 'the refused service access'));
});

Then('the opening and the closing are in the event log once each, with their times', function (this: MeterWorld) {
  const [openedCode, closedCode] = [eventCodeOf(this, 'coverOpened'), eventCodeOf(this, 'coverClosed')];
  this.assertFaultless(examineLogged(opened.take(this), openedCode, 'the opening of the cover'));
  this.assertFaultless(examineLogged(closed.take(this), closedCode, 'the closing of the cover'));
});

Then(
  'the {client} client still finds the earlier entry in the event log',
  async function (this: MeterWorld, role: string) {
    this.assertFaultless(examineKept(earlier.take(this), await readsEventLog(this.client(role), eventLogOf(this))));
  },
);
