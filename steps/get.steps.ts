import { Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import {
  readsAsRegister,
  readsAttributeZero,
  readsBeyondClass,
  readsCutShort,
  readsForbidden,
  readsNowhere,
  readsRange,
  readsRangeOfName,
  readsUnconfirmed,
  readsWithSurplusOctet,
  readsWithUnknownChoice,
  readsWithUnknownSelector,
} from '#procedures/get-refusals';
import {
  readsAllAttributes,
  readsBlocksWithPriorities,
  readsRepeatedly,
  readsShortValues,
  readsWithEveryInvokeId,
} from '#procedures/get-values';
import type { MeterWorld } from '#support/world';

// -- Values -----------------------------------------------------------------------------------------------------------

When(
  'the {client} client reads its association, the logical device name and the clock',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsShortValues(this.client(role), this.rig.objects.clock);
  },
);

When(
  'the {client} client reads with each number and in either priority',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsWithEveryInvokeId(this.client(role));
  },
);

Then('each value comes whole in the reply to its request', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client reads its object list in either priority', async function (this: MeterWorld, role: string) {
  this.findings = await readsBlocksWithPriorities(this.client(role));
});

Then('each block comes under the number and in the priority of the request', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client reads the logical device name over and over, {int} times',
  async function (this: MeterWorld, role: string, times: number) {
    this.findings = await readsRepeatedly(this.client(role), times);
  },
);

Then('the replies differ in nothing but their number', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client reads whole objects, and each of their attributes alone',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsAllAttributes(this.client(role));
  },
);

Then('each object has as many elements as attributes, and the same values', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- Refusals ---------------------------------------------------------------------------------------------------------

When('the {client} client reads and says that it waits for no reply', async function (this: MeterWorld, role: string) {
  this.observed = await readsUnconfirmed(this.client(role));
});

When('the {client} client reads a whole object all the same', async function (this: MeterWorld, role: string) {
  this.observed = await readsAttributeZero(this.client(role));
});

When('the {client} client reads from an object that does not exist', async function (this: MeterWorld, role: string) {
  this.observed = await readsNowhere(this.client(role));
});

When(
  'the {client} client reads its association as if that were a register',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsAsRegister(this.client(role));
  },
);

When(
  'the {client} client reads attributes that its class does not have',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsBeyondClass(this.client(role));
  },
);

When(
  'the {client} client reads the attribute that is listed without read right',
  async function (this: MeterWorld, role: string) {
    const attribute = declared(this.rig.objects.unreadableAttribute, 'unreadable attribute');
    this.observed = await readsForbidden(this.client(role), attribute);
  },
);

When(
  'the {client} client selects from the profile in a way that nobody has defined',
  async function (this: MeterWorld, role: string) {
    const profile = declared(this.rig.objects.profile, 'profile');
    this.observed = await readsWithUnknownSelector(this.client(role), profile);
  },
);

When('the {client} client reads a range of the profile', async function (this: MeterWorld, role: string) {
  const profile = declared(this.rig.objects.profile, 'profile');
  this.observed = await readsRange(this.client(role), profile, this.rig.objects.clock);
});

When(
  'the {client} client reads a range of the name of its association',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsRangeOfName(this.client(role), this.rig.objects.clock);
  },
);

When(
  'the {client} client sends a kind of read that nobody has defined',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsWithUnknownChoice(this.client(role));
  },
);

When(
  'the {client} client sends reads that end after each octet of what they ask for',
  async function (this: MeterWorld, role: string) {
    this.observed = await readsCutShort(this.client(role));
  },
);

When('the {client} client sends a read with an octet behind it', async function (this: MeterWorld, role: string) {
  ({ observed: this.observed, findings: this.findings } = await readsWithSurplusOctet(this.client(role)));
});

Then('nothing but that read is served', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});
