import { Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import { connectsDirectly, type DirectLink, examineDirectLink } from '#procedures/direct-hdlc';
import {
  asksAnotherMeter,
  asksByAddress,
  asksOnce,
  type Babbled,
  babbles,
  examineAnswered,
  examineIdentifications,
  examineSilence,
} from '#procedures/identification';
import { disconnectsAndAsks, examineLeftAlone, isLeftAlone, type LeftAlone } from '#procedures/local-sign-off';
import {
  changesMode,
  changesModeAtEachRate,
  examineConfirmations,
  examineModeChanges,
  type ModeChange,
} from '#procedures/mode-e';
import { examineFirstOctets, type FirstOctets, speaksFirst } from '#procedures/port-echo';
import type { Asked } from '#procedures/sign-on';
import {
  type BrokenOff,
  breaksAfterIdentification,
  breaksReadout,
  examineBreak,
  examineBreakInSilence,
  examineTooFast,
  examineUnaskedReadout,
  type SlowAnswer,
  selectsNothing,
  selectsTooFast,
  type TooFast,
} from '#procedures/slow-readout';
import { Handover } from '#support/handover';
import type { Haste } from '#support/sign-on-words';
import type { MeterWorld } from '#support/world';

const asked = new Handover<readonly Asked[]>('requests and what they were answered by');
const strange = new Handover<Babbled>('what came to something that asks nothing of this meter');
const changes = new Handover<readonly ModeChange[]>('changes to HDLC');
const tooFast = new Handover<TooFast>('what came to a rate that was not offered');
const unasked = new Handover<SlowAnswer>('what came to no selection');
const brokenOff = new Handover<BrokenOff>('what came to a break');
const leftAlone = new Handover<LeftAlone>('what came after a long silence');
const first = new Handover<FirstOctets>('the first octets on the line');
const direct = new Handover<DirectLink>('a link without sign-on');

// -- Identification ---------------------------------------------------------------------------------------------------

When('the {client} client asks the meter to identify itself', async function (this: MeterWorld, role: string) {
  asked.give(this, [await asksOnce(this.client(role))]);
});

When(
  'the {client} client asks for the device address of the meter, with and without leading zeros',
  async function (this: MeterWorld, role: string) {
    asked.give(this, await asksByAddress(this.client(role), deviceAddress(this)));
  },
);

When(
  'the {client} client asks for a device address that is wrong in its last character, and then for the right one',
  async function (this: MeterWorld, role: string) {
    const { other, right } = await asksAnotherMeter(this.client(role), deviceAddress(this));
    strange.give(this, { heard: other.heard, asked: right });
  },
);

When(
  'the {client} client sends noise, pauses and asks the meter to identify itself',
  async function (this: MeterWorld, role: string) {
    strange.give(this, await babbles(this.client(role)));
  },
);

When('the {client} client speaks on the line for the first time', async function (this: MeterWorld, role: string) {
  first.give(this, await speaksFirst(this.client(role)));
});

Then('the meter identifies itself in due form and time', function (this: MeterWorld) {
  this.assertFaultless(examineIdentifications(asked.take(this), this.rig.meter));
});

Then('the meter identifies itself each time', function (this: MeterWorld) {
  this.assertFaultless(examineAnswered(asked.take(this)));
});

Then('the meter identifies itself when it is asked again', function (this: MeterWorld) {
  this.assertFaultless(examineAnswered(asked.take(this)));
});

Then('only the right address is answered', function (this: MeterWorld) {
  assertOnlyRequestAnswered(this, 'the address of another meter');
});

Then('only the request is answered', function (this: MeterWorld) {
  assertOnlyRequestAnswered(this, 'noise');
});

Then('the first that comes back is the answer', function (this: MeterWorld) {
  this.assertFaultless(examineFirstOctets(first.take(this)));
});

// -- Selection --------------------------------------------------------------------------------------------------------

When(
  'the {client} client selects HDLC at the rate of the identification',
  async function (this: MeterWorld, role: string) {
    changes.give(this, [await changesMode(this.client(role))]);
  },
);

When(
  'the {client} client selects HDLC at each declared rate up to that of the identification',
  async function (this: MeterWorld, role: string) {
    changes.give(this, await changesModeAtEachRate(this.client(role), this.rig.meter.baudRates));
  },
);

When(
  'the {client} client selects HDLC and connects {haste} after the change of rate',
  async function (this: MeterWorld, role: string, haste: Haste) {
    changes.give(this, [await changesMode(this.client(role), undefined, haste)]);
  },
);

When(
  'the {client} client selects HDLC one rate above that of the identification',
  async function (this: MeterWorld, role: string) {
    tooFast.give(this, await selectsTooFast(this.client(role)));
  },
);

When('the {client} client selects nothing after the identification', async function (this: MeterWorld, role: string) {
  const answer = await selectsNothing(this.client(role));
  unasked.give(this, answer);
  asked.give(this, [answer.asked]);
});

Then('the meter speaks HDLC at the selected rate', function (this: MeterWorld) {
  this.assertFaultless(examineModeChanges(changes.take(this)));
});

Then('the meter speaks HDLC at each of them', function (this: MeterWorld) {
  this.assertFaultless(examineModeChanges(changes.take(this)));
});

Then('the meter has confirmed the change in due form', function (this: MeterWorld) {
  this.assertFaultless(examineConfirmations(changes.take(this)));
});

Then('the meter reads out slowly or keeps silent', function (this: MeterWorld) {
  this.assertFaultless(examineTooFast(tooFast.take(this)));
});

Then('the meter reads out slowly after the time for a selection', function (this: MeterWorld) {
  this.assertFaultless(examineUnaskedReadout(unasked.take(this), this.rig.meter.hasReadout));
});

// -- Leaving ----------------------------------------------------------------------------------------------------------

When(
  'the {client} client disconnects and asks the meter to identify itself',
  async function (this: MeterWorld, role: string) {
    asked.give(this, [await disconnectsAndAsks(this.client(role))]);
  },
);

When(
  'the {client} client sends a break after the identification and asks again',
  async function (this: MeterWorld, role: string) {
    const broken = await breaksAfterIdentification(this.client(role));
    brokenOff.give(this, broken);
    asked.give(this, [broken.asked]);
  },
);

When(
  'the {client} client sends a break in a running readout and asks again',
  async function (this: MeterWorld, role: string) {
    const broken = await breaksReadout(this.client(role));
    brokenOff.give(this, broken);
    asked.give(this, [broken.asked]);
  },
);

When(
  'the {client} client is silent on its link for longer than the inactivity time-out, polls it and asks again',
  async function (this: MeterWorld, role: string) {
    const seconds = declared(this.rig.hdlc.inactivitySeconds, 'hdlc.inactivitySeconds');
    const left = await isLeftAlone(this.client(role), seconds * 1000, this.progress.bind(this));
    leftAlone.give(this, left);
    asked.give(this, [left.asked]);
  },
);

Then('the break was answered by nothing', function (this: MeterWorld) {
  this.assertFaultless(examineBreakInSilence(brokenOff.take(this)));
});

Then('the break was answered by nothing but the rest of the readout', function (this: MeterWorld) {
  this.assertFaultless(examineBreak(brokenOff.take(this)));
});

Then('the meter no longer answers on the link', function (this: MeterWorld) {
  this.assertFaultless(examineLeftAlone(leftAlone.take(this)));
});

// -- Without sign-on --------------------------------------------------------------------------------------------------

When(
  'the {client} client connects without sign-on and opens its association',
  async function (this: MeterWorld, role: string) {
    const link = await connectsDirectly(this.client(role));
    this.opening = link.opening;
    direct.give(this, link);
  },
);

Then('the link was accepted and the association with it', function (this: MeterWorld) {
  this.assertFaultless(examineDirectLink(direct.take(this)));
  this.assertOpened();
});

function assertOnlyRequestAnswered(world: MeterWorld, what: string): void {
  const { heard, asked: right } = strange.take(world);
  world.assertFaultless(examineSilence(what, heard));
  world.assertFaultless(examineAnswered([right]));
}

function deviceAddress({ rig }: MeterWorld): string {
  return declared(rig.meter.deviceAddress, 'meter.deviceAddress');
}
