import { Then, When } from '@cucumber/cucumber';
import { type BroadcastWrites, examineBroadcastWrites, writesToAllStations } from '#procedures/broadcast-writes';
import { declared } from '#procedures/declared';
import { examineExchanges, type LinkExchange } from '#procedures/hdlc-exchanges';
import {
  type AddressedDialogue,
  type CalledBack,
  connectsBy,
  connectsToCaller,
  examineCalls,
  examineForms,
  speaksInEachForm,
} from '#procedures/link-addresses';
import { connectsAsStranger, connectsToReserved } from '#procedures/reserved-links';
import { examineTurns, linksTwoDevices, type TurnOnLine, takeTurns } from '#procedures/shared-lines';
import type { StrangeAddress } from '#procedures/strange-addresses';
import { type StrangeLink, type StrangeLinkTries, triesLinks } from '#procedures/strange-links';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const dialogues = new Handover<readonly AddressedDialogue[]>('what was said in forms of an address');
const calls = new Handover<readonly CalledBack[]>('answers of the calling device');
const tries = new Handover<StrangeLinkTries>('requests for links that nobody may answer');
const broadcast = new Handover<BroadcastWrites>('what was written to all stations');
const links = new Handover<readonly LinkExchange[]>('two links on one line');
const turns = new Handover<readonly TurnOnLine[]>('turns of two clients on one line');

/** A client for what concerns no client in particular. */
function somebody(world: MeterWorld) {
  return world.client(declared(world.roles[0], 'client'));
}

// -- The address of the meter -----------------------------------------------------------------------------------------

When(
  'the {client} client connects by an address of {addressForm}',
  async function (this: MeterWorld, role: string, length: 1 | 2 | 4) {
    dialogues.give(this, [await connectsBy(this.client(role), this.rig, length)]);
  },
);

Then('the meter confirms the link from the very address that was called', function (this: MeterWorld) {
  this.assertFaultless(examineForms(dialogues.take(this)));
});

When(
  'the {client} client connects, opens, reads and disconnects in each form of address',
  async function (this: MeterWorld, role: string) {
    dialogues.give(this, await speaksInEachForm(this.client(role), this.rig));
  },
);

Then('each reply comes from the very address that was called', function (this: MeterWorld) {
  this.assertFaultless(examineForms(dialogues.take(this)));
});

When('the meter has called and is asked for a link without its address', async function (this: MeterWorld) {
  calls.give(this, await connectsToCaller(somebody(this), this.rig));
});

Then('the meter confirms each link and tells its real address', function (this: MeterWorld) {
  this.assertFaultless(examineCalls(calls.take(this), this.rig));
});

// -- Addresses that are nobody's --------------------------------------------------------------------------------------

When(
  'the {client} client asks for a link {strangeLink}',
  async function (this: MeterWorld, role: string, strange: StrangeLink) {
    tries.give(this, await triesLinks(this.client(role), this.rig, strange));
  },
);

Then('nobody answers', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(tries.take(this).tries));
});

Then('no link was begun', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges([tries.take(this).state]));
});

Then('the meter confirms a right request for a link', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges([tries.take(this).right]));
});

When(
  'the {client} client asks for a link and an association at every reserved address',
  async function (this: MeterWorld, role: string) {
    const reserved = await connectsToReserved(this.client(role), this.rig, this.progress.bind(this));
    this.observed = reserved.observed;
    this.findings = reserved.findings;
  },
);

When(
  'the {client} client asks for a link and an association under a client address that is {strangeAddress}',
  async function (this: MeterWorld, role: string, address: StrangeAddress) {
    const stranger = await connectsAsStranger(this.client(role), this.rig, address);
    this.observed = stranger.observed;
    this.findings = stranger.findings;
  },
);

Then('no other answer came', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- All stations -----------------------------------------------------------------------------------------------------

When(
  'the {client} client writes to all stations, first asking for no answer and then for one',
  async function (this: MeterWorld, role: string) {
    const client = this.client(role);
    broadcast.give(this, await writesToAllStations(client, client, this.rig, 'unconfirmed'));
  },
);

When(
  'the pre-established client writes to all stations as the {client} client watches',
  async function (this: MeterWorld, watching: string) {
    const { role } = declared(this.rig.preEstablished, 'pre-established client');
    const clients = [this.client(role), this.client(watching)] as const;
    broadcast.give(this, await writesToAllStations(...clients, this.rig, 'pre-established'));
  },
);

Then('nobody answers, and only what asks for no answer is done', function (this: MeterWorld) {
  this.assertFaultless(examineBroadcastWrites(broadcast.take(this)));
});

// -- Several links on one line ----------------------------------------------------------------------------------------

When(
  'the {client} client begins a link to a second logical device and ends the first one',
  async function (this: MeterWorld, role: string) {
    links.give(this, await linksTwoDevices(this.client(role), this.rig));
  },
);

Then('each link was begun, answered and ended by itself', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(links.take(this)));
});

When(
  'the {client} client and then at once the {client} client connect, open and read on one line',
  async function (this: MeterWorld, first: string, second: string) {
    turns.give(this, await takeTurns(this.client(first), this.client(second), this.rig));
  },
);

Then('each of them was served on a link of its own and with its own rights', function (this: MeterWorld) {
  this.assertFaultless(examineTurns(turns.take(this)));
});
