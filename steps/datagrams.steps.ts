import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { type BroadcastWrite, broadcastsWrite, examineBroadcastWrite } from '#procedures/broadcast-datagrams';
import {
  type BrokenDatagram,
  type DatagramDialogue,
  type Duplicate,
  ETHERNET_MTU,
  examineDatagrams,
  examineDuplicate,
  examineLongReads,
  type LongReads,
  lengthOfObjectList,
  opensAndReadsByDatagrams,
  readsBeyondMtu,
  sendsBrokenDatagram,
  sendsTwice,
} from '#procedures/datagrams';
import { declared } from '#procedures/declared';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const dialogue = new Handover<DatagramDialogue>('the datagrams of an opening and a read');
const duplicate = new Handover<Duplicate>('what came to a doubled read');
const longReads = new Handover<LongReads>('a long value, read in two ways');
const broadcast = new Handover<BroadcastWrite>('what came of a write to all logical devices');

When(
  'the {client} client opens its association and reads by datagrams',
  async function (this: MeterWorld, role: string) {
    dialogue.give(this, await opensAndReadsByDatagrams(this.client(role)));
  },
);

Then('each request was served, by one datagram that fits its header', function (this: MeterWorld) {
  this.assertFaultless(examineDatagrams(dialogue.take(this)));
});

When(
  'the {client} client reads by a datagram that is {brokenDatagram}',
  async function (this: MeterWorld, role: string, how: BrokenDatagram) {
    this.observed = await sendsBrokenDatagram(this.client(role), how);
  },
);

When('the {client} client reads and its datagram arrives twice', async function (this: MeterWorld, role: string) {
  duplicate.give(this, await sendsTwice(this.client(role)));
});

Then('it was answered alike both times, or only once where the read was protected', function (this: MeterWorld) {
  this.assertFaultless(examineDuplicate(duplicate.take(this)));
});

Given(
  'the object list of the {client} client is longer than the network carries in one piece',
  async function (this: MeterWorld, role: string) {
    const length = await lengthOfObjectList(await this.associate(role));
    assert.ok(length > ETHERNET_MTU, `it has ${length} octets, and ${ETHERNET_MTU} fit one piece`);
  },
);

When('the {client} client reads it in short replies and in long ones', async function (this: MeterWorld, role: string) {
  longReads.give(this, await readsBeyondMtu(this.client(role)));
});

Then('it has come whole and the same both times', function (this: MeterWorld) {
  this.assertFaultless(examineLongReads(longReads.take(this)));
});

When(
  'the pre-established client writes to all logical devices at once, watched by the {client} client',
  async function (this: MeterWorld, watching: string) {
    const { role } = declared(this.rig.preEstablished, 'pre-established client');
    const [sender, reader] = [this.client(role), this.client(watching)];
    broadcast.give(this, await broadcastsWrite(sender, reader, this.rig.objects, 'pre-established'));
  },
);

When(
  'the {client} client opens without confirmation and writes to all logical devices at once, watched by the {client} client',
  async function (this: MeterWorld, role: string, watching: string) {
    const [sender, reader] = [this.client(role, 'broadcasting'), this.client(watching)];
    broadcast.give(this, await broadcastsWrite(sender, reader, this.rig.objects, 'unconfirmed'));
  },
);

Then(
  'nobody has answered, and the {client} client finds what was written',
  async function (this: MeterWorld, role: string) {
    this.assertFaultless(examineBroadcastWrite(broadcast.take(this)));
    await this.assertAlive(role);
  },
);
