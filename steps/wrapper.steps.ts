import { Then, When } from '@cucumber/cucumber';
import {
  type Burst,
  connectsInBurst,
  connectsSilently,
  examineBurst,
  examineEnding,
  examineFullHouse,
  examineSilentConnection,
  type FullHouse,
  fillsConnections,
  readsAndEnds,
  type SilentConnection,
} from '#procedures/connections';
import { declared } from '#procedures/declared';
import type { DeviceRead } from '#procedures/logical-devices';
import {
  announcesLess,
  announcesMore,
  announcesMost,
  opensUnderVersion,
  sendsHdlcFrame,
  sendsHeaderAlone,
} from '#procedures/malformed-wpdus';
import {
  type CutDialogue,
  examineCutDialogues,
  examinePipeline,
  opensAndReadsByOctets,
  opensAndReadsWithCutHeaders,
  type Pipeline,
  pipelinesReads,
} from '#procedures/segments';
import { examinePort, readsConnectionCount, readsPort } from '#procedures/tcp-setup';
import {
  type Dialogue,
  examineNothingFollows,
  examinePorts,
  examineServedDialogue,
  opensAndReads,
} from '#procedures/wpdu-headers';
import { Handover } from '#support/handover';
import { vanishingMs } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

const SHORT_CONNECTIONS = 50;

const dialogue = new Handover<Dialogue>('the WPDUs of an opening and a read');
const cutDialogues = new Handover<readonly CutDialogue[]>('what came of messages in pieces');
const pipeline = new Handover<Pipeline>('replies to reads that did not wait');
const silentConnection = new Handover<SilentConnection>('what became of a silent connection');
const fullHouse = new Handover<FullHouse>('what became of several connections at once');
const burst = new Handover<Burst>('what became of many short connections');
const port = new Handover<DeviceRead>('the port that the meter shows');

/** A client for what concerns no client in particular. */
function somebody(world: MeterWorld, connection?: string) {
  return world.client(declared(world.roles[0], 'client'), connection);
}

/** Every client that the rig declares, to see whom the meter shows an object. */
function everybody(world: MeterWorld) {
  return world.roles.map((role) => world.client(role));
}

// -- Frames -----------------------------------------------------------------------------------------------------------

When(
  'the {client} client opens its association and reads, and its replies are kept',
  async function (this: MeterWorld, role: string) {
    dialogue.give(this, await opensAndReads(this.client(role)));
  },
);

Then('each reply goes from the logical device that was asked to the client that asked', function (this: MeterWorld) {
  this.assertFaultless(examinePorts(dialogue.take(this)));
});

Then('both requests were served', function (this: MeterWorld) {
  this.assertFaultless(examineServedDialogue(dialogue.take(this)));
});

Then('nothing follows the last reply', function (this: MeterWorld) {
  this.assertFaultless(examineNothingFollows(dialogue.take(this)));
});

When(
  'the {client} client calls under {wrapperVersion} of the wrapper',
  async function (this: MeterWorld, role: string, version: number) {
    this.observed = await opensUnderVersion(this.client(role), version);
  },
);

When('the {client} client sends what opens a serial link', async function (this: MeterWorld, role: string) {
  this.observed = await sendsHdlcFrame(this.client(role));
});

// -- Lengths ----------------------------------------------------------------------------------------------------------

When(
  'the {client} client sends a header without a message and opens its association',
  async function (this: MeterWorld, role: string) {
    ({ observed: this.observed, opening: this.opening } = await sendsHeaderAlone(this.client(role)));
  },
);

When(
  'the {client} client announces more than it sends and falls silent',
  async function (this: MeterWorld, role: string) {
    const progress = (done: number, of: number) => this.progress(done, of);
    this.observed = await announcesMore(this.client(role), this.rig.timeouts.recoveryMs, progress);
  },
);

When('the {client} client reads and announces less than it sends', async function (this: MeterWorld, role: string) {
  this.observed = await announcesLess(this.client(role));
});

When(
  'the {client} client announces the longest message of all and falls silent',
  async function (this: MeterWorld, role: string) {
    const progress = (done: number, of: number) => this.progress(done, of);
    this.observed = await announcesMost(this.client(role), this.rig.timeouts.recoveryMs, progress);
  },
);

Then('the {client} client is served on a further connection', async function (this: MeterWorld, role: string) {
  await this.assertOpensAnew(role, 'further');
});

// -- Segments ---------------------------------------------------------------------------------------------------------

When(
  'the {client} client opens its association and reads, octet by octet',
  async function (this: MeterWorld, role: string) {
    cutDialogues.give(this, await opensAndReadsByOctets(this.client(role)));
  },
);

When(
  'the {client} client opens its association and reads, with a pause after each octet of the header in turn',
  async function (this: MeterWorld, role: string) {
    cutDialogues.give(this, await opensAndReadsWithCutHeaders(this.client(role)));
  },
);

Then('every message was understood', function (this: MeterWorld) {
  this.assertFaultless(examineCutDialogues(cutDialogues.take(this)));
});

When(
  'the {client} client sends two reads in one segment, then one with the beginning of another',
  async function (this: MeterWorld, role: string) {
    pipeline.give(this, await pipelinesReads(this.client(role)));
  },
);

Then('each read has its own reply with the value that it asked for', function (this: MeterWorld) {
  this.assertFaultless(examinePipeline(pipeline.take(this)));
});

// -- Connections ------------------------------------------------------------------------------------------------------

When(
  'the {client} client reads and ends its side of the connection at once',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsAndEnds(this.client(role));
  },
);

Then('the meter ends its side, too, with or without a reply', function (this: MeterWorld) {
  this.assertFaultless(examineEnding(this.observed));
});

When('somebody connects and says nothing for longer than the inactivity time-out', async function (this: MeterWorld) {
  const [silent, another] = [somebody(this), somebody(this, 'another')];
  const progress = (done: number, of: number) => this.progress(done, of);
  silentConnection.give(this, await connectsSilently(silent, another, vanishingMs(this.rig), progress));
});

Then('the meter has closed that connection, or serves another one beside it', function (this: MeterWorld) {
  this.assertFaultless(examineSilentConnection(silentConnection.take(this)));
});

When(
  'as many connections are open as the meter declares, and somebody tries one more',
  async function (this: MeterWorld) {
    const count = this.rig.meter.maxConnections ?? (await readsConnectionCount(everybody(this)));
    const roles = Array.from({ length: count }, (_, place) => this.roles[place % this.roles.length] ?? '');
    const clients = roles.map((role, place) => this.client(role, `place ${place + 1}`));
    fullHouse.give(this, await fillsConnections(clients, somebody(this, 'one more')));
  },
);

Then('those connections are served as before, and the one more is not', function (this: MeterWorld) {
  this.assertFaultless(examineFullHouse(fullHouse.take(this)));
});

When('somebody connects and leaves again fifty times in a row', async function (this: MeterWorld) {
  burst.give(this, await connectsInBurst(somebody(this), SHORT_CONNECTIONS, vanishingMs(this.rig)));
});

Then('somebody is served within the inactivity time-out', function (this: MeterWorld) {
  this.assertFaultless(examineBurst(burst.take(this)));
});

When('the setup of the connection is read over that connection', async function (this: MeterWorld) {
  port.give(this, await readsPort(everybody(this)));
});

Then('it shows the port at which the meter was reached', function (this: MeterWorld) {
  this.assertFaultless(examinePort(port.take(this), this.rig));
});
