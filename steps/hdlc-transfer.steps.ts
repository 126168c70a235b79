import { defineParameterType, Then, When } from '@cucumber/cucumber';
import {
  headerOfReply,
  headerTurnedRound,
  listensToHeaders,
  noHeader,
  requestsBehind,
  type WrongHeader,
} from '#procedures/hdlc-llc';
import { holdsMeterUp, pollsAndDoesNot } from '#procedures/hdlc-polling';
import {
  acknowledgesTooMany,
  requestsWithTooManyAcknowledged,
  sendsTooLongInformation,
} from '#procedures/hdlc-rejections';
import {
  losesReply,
  readsInTurn,
  repeatsCountedAction,
  repeatsRead,
  sendsOutOfTurn,
} from '#procedures/hdlc-repetitions';
import { opensInPieces, readsOverShortFrames, startsAnewAmidSegments } from '#procedures/hdlc-segments';
import { readsInWindows } from '#procedures/hdlc-windows';
import type { MeterWorld } from '#support/world';

const HEADERS: Readonly<Record<string, WrongHeader>> = {
  'the header of a reply': headerOfReply,
  'a header turned round': headerTurnedRound,
  'no header': noHeader,
};

defineParameterType({
  name: 'wrongHeader',
  regexp: Object.keys(HEADERS),
  transformer: (text: string) => HEADERS[text],
});

const COUNTS: Readonly<Record<string, number>> = { 'one frame': 1, 'four frames': 4 };

defineParameterType({ name: 'frameCount', regexp: Object.keys(COUNTS), transformer: (text: string) => COUNTS[text] });

// -- Segments ---------------------------------------------------------------------------------------------------------

When(
  'the {client} client opens its association in pieces of a few octets',
  async function (this: MeterWorld, role: string) {
    this.findings = await opensInPieces(this.client(role));
  },
);

Then('the meter acknowledges each piece and accepts the opening', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client sends half of its opening, connects again and sends all of it',
  async function (this: MeterWorld, role: string) {
    this.findings = await startsAnewAmidSegments(this.client(role));
  },
);

Then('the meter accepts the opening as if there had been no first half', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client reads its object list over short frames', async function (this: MeterWorld, role: string) {
  this.findings = await readsOverShortFrames(this.client(role));
});

Then('the segments are marked rightly, wait to be asked for and make the value', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client reads its object list and is busy after the first segment',
  async function (this: MeterWorld, role: string) {
    this.findings = await holdsMeterUp(this.client(role));
  },
);

Then('the meter waits for it and goes on from there', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client reads its object list with the declared window',
  async function (this: MeterWorld, role: string) {
    this.findings = await readsInWindows(this.client(role), this.rig.hdlc.window);
  },
);

Then('the meter fills no more than the window, and takes one of the client', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- LLC headers ------------------------------------------------------------------------------------------------------

When(
  'the {client} client connects, opens its association, reads and disconnects, and its frames are kept',
  async function (this: MeterWorld, role: string) {
    this.findings = await listensToHeaders(this.client(role));
  },
);

Then('every reply begins with the header of replies, and nothing else has one', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client sends a request behind {wrongHeader}',
  async function (this: MeterWorld, role: string, header: WrongHeader) {
    this.findings = await requestsBehind(this.client(role), header);
  },
);

Then(
  'the meter does not take it for a request, and serves a right one in the same association',
  function (this: MeterWorld) {
    this.assertFaultless(this.findings);
  },
);

// -- Numbers ----------------------------------------------------------------------------------------------------------

When(
  'the {client} client reads the logical device name {int} times over the same link',
  async function (this: MeterWorld, role: string, times: number) {
    this.findings = await readsInTurn(this.client(role), times);
  },
);

Then('each read is served and the numbers go round', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client reads the logical device name {int} times without a pause',
  async function (this: MeterWorld, role: string, times: number) {
    this.findings = await readsInTurn(this.client(role), times);
  },
);

Then('each read is served at the first attempt', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client leaves a number out, then uses it', async function (this: MeterWorld, role: string) {
  this.findings = await sendsOutOfTurn(this.client(role));
});

Then('the meter asks for the frame that is missing, and serves it', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client sends the frame of a read twice', async function (this: MeterWorld, role: string) {
  this.findings = await repeatsRead(this.client(role));
});

When('the {client} client sends the frame of a counted ACTION twice', async function (this: MeterWorld, role: string) {
  this.findings = await repeatsCountedAction(this.client(role), this.rig.objects);
});

Then('the meter carries it out once', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client misses a reply and asks for it', async function (this: MeterWorld, role: string) {
  this.findings = await losesReply(this.client(role));
});

Then('the meter sends the same reply once more, and goes on as if nothing had been lost', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- Rejections -------------------------------------------------------------------------------------------------------

When(
  'the {client} client sends a request that is one octet longer than the meter can take',
  async function (this: MeterWorld, role: string) {
    this.findings = await sendsTooLongInformation(this.client(role));
  },
);

When(
  'the {client} client acknowledges {frameCount} more than was sent',
  async function (this: MeterWorld, role: string, surplus: number) {
    this.findings = await acknowledgesTooMany(this.client(role), surplus);
  },
);

When(
  'the {client} client acknowledges {frameCount} more than was sent by a request',
  async function (this: MeterWorld, role: string, surplus: number) {
    this.findings = await requestsWithTooManyAcknowledged(this.client(role), surplus);
  },
);

Then('the meter rejects it without serving it, and connects again', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- The floor --------------------------------------------------------------------------------------------------------

When(
  'the {client} client sends frames that ask for an answer and one that does not',
  async function (this: MeterWorld, role: string) {
    this.findings = await pollsAndDoesNot(this.client(role));
  },
);

Then(
  'the last frame of each answer says that it is the last, and what did not ask is not answered',
  function (this: MeterWorld) {
    this.assertFaultless(this.findings);
  },
);
