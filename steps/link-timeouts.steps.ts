import { Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import { examineExchanges, type LinkExchange } from '#procedures/hdlc-exchanges';
import {
  type EndlessLink,
  examineEndlessLink,
  examineLinkInactivity,
  readsLinkInactivity,
  staysConnected,
} from '#procedures/link-setup';
import { keepsLink, outlastsLink, pollsBeforeTimeout } from '#procedures/link-timeouts';
import type { DeviceRead } from '#procedures/logical-devices';
import { pollsAfterFragment, pollsByOctets } from '#procedures/octet-gaps';
import { Handover } from '#support/handover';
import { frameGivenUpMs } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

const link = new Handover<readonly LinkExchange[]>('what was said on a link');
const endless = new Handover<EndlessLink>('what became of a link without a time-out');
const shown = new Handover<readonly DeviceRead[]>('the inactivity time-out that the meter shows');

/** So many time-outs long a client keeps its link by asking. */
const TIMEOUTS = 3;
/** A silence in which a time-out would have shown. */
const LONG_MS = 300_000;

/** As declared, seconds. */
function inactivitySeconds({ rig }: MeterWorld): number {
  return declared(rig.hdlc.inactivitySeconds, 'hdlc.inactivitySeconds');
}

When(
  'the {client} client connects and is silent for longer than the inactivity time-out of the link',
  async function (this: MeterWorld, role: string) {
    const timeoutMs = inactivitySeconds(this) * 1000;
    link.give(this, await outlastsLink(this.client(role), timeoutMs, this.progress.bind(this)));
  },
);

Then('the meter has kept silent and has ended the link', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(link.take(this)));
});

When(
  'the {client} client connects and is silent for less than the inactivity time-out of the link',
  async function (this: MeterWorld, role: string) {
    const timeoutMs = inactivitySeconds(this) * 1000;
    link.give(this, await pollsBeforeTimeout(this.client(role), timeoutMs, this.progress.bind(this)));
  },
);

Then('the meter still answers on the link', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(link.take(this)));
});

When(
  'the {client} client connects and asks at every half of the inactivity time-out of the link',
  async function (this: MeterWorld, role: string) {
    const timeoutMs = inactivitySeconds(this) * 1000;
    link.give(this, await keepsLink(this.client(role), timeoutMs, TIMEOUTS, this.progress.bind(this)));
  },
);

Then('the meter has answered each time', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(link.take(this)));
});

When('the inactivity time-out of links is read from the meter', async function (this: MeterWorld) {
  shown.give(this, await readsLinkInactivity(this.roles.map((role) => this.client(role))));
});

Then('it is the one that was declared', function (this: MeterWorld) {
  this.assertFaultless(examineLinkInactivity(shown.take(this), inactivitySeconds(this)));
});

When(
  'the {client} client turns the inactivity time-out of links off, connects anew and is silent for long',
  async function (this: MeterWorld, role: string) {
    endless.give(this, await staysConnected(this.client(role), LONG_MS, this.progress.bind(this)));
  },
);

Then('the meter still answers on the link, and the time-out is put back', function (this: MeterWorld) {
  this.assertFaultless(examineEndlessLink(endless.take(this)));
});

When(
  'the {client} client connects, breaks off in a frame and asks anew after the inter-octet time-out',
  async function (this: MeterWorld, role: string) {
    link.give(this, await pollsAfterFragment(this.client(role), this.rig, frameGivenUpMs(this.rig)));
  },
);

When(
  'the {client} client connects and asks octet by octet, with pauses below the inter-octet time-out',
  async function (this: MeterWorld, role: string) {
    link.give(this, await pollsByOctets(this.client(role), this.rig));
  },
);

Then('the meter has answered what was complete and nothing else', function (this: MeterWorld) {
  this.assertFaultless(examineExchanges(link.take(this)));
});
