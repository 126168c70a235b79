import { Then, When } from '@cucumber/cucumber';
import {
  disconnectsWithInformation,
  pollsWithoutLink,
  requestsWithoutLink,
  tellsInAssociation,
  tellsWithoutLink,
} from '#procedures/hdlc-disconnected';
import type { MeterWorld } from '#support/world';

When(
  'the {client} client sends its opening without a link, and connects',
  async function (this: MeterWorld, role: string) {
    this.findings = await requestsWithoutLink(this.client(role));
  },
);

When('the {client} client polls without a link, and connects', async function (this: MeterWorld, role: string) {
  this.findings = await pollsWithoutLink(this.client(role));
});

Then('the meter says that there is no link, or nothing, and connects', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When('the {client} client tells the meter something without a link', async function (this: MeterWorld, role: string) {
  this.findings = await tellsWithoutLink(this.client(role));
});

Then('the meter is silent and there is no link still', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client tells the meter something in its association',
  async function (this: MeterWorld, role: string) {
    this.findings = await tellsInAssociation(this.client(role));
  },
);

Then('the meter is silent and the link goes on as it was', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client disconnects with a last word, with a link and without',
  async function (this: MeterWorld, role: string) {
    const { findings, notes } = await disconnectsWithInformation(this.client(role));
    this.findings = findings;
    this.note(notes);
  },
);

Then('the meter confirms the first and says to the second that there is no link', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});
