import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { opensFor, opensWithout, usesForbiddenService } from '#procedures/negotiated-services';
import {
  announcesTooLittleRoom,
  examineEveryService,
  examineLaterVersion,
  examineSingleServices,
  opensWithLaterVersion,
  opensWithQualityOfService,
  proposesEveryService,
  proposesNoService,
  proposesOldVersion,
  proposesServicesOneByOne,
} from '#procedures/negotiation';
import { examineSecondAarq, sendsSecondAarq } from '#procedures/second-aarq';
import { type ClientService, untriedText, usesService } from '#procedures/service-uses';
import { alternateReads, readInTurn } from '#procedures/two-clients';
import { examineUnconfirmedWrite, writesUnconfirmed } from '#procedures/unconfirmed-association';
import type { MeterWorld } from '#support/world';

/** Reads of each client that alternate on two connections. */
const ROUNDS = 20;

// -- Proposals

When(
  'the {client} client opens its association asking for a quality of service',
  async function (this: MeterWorld, role: string) {
    this.opening = await opensWithQualityOfService(this.client(role));
  },
);

When('the {client} client proposes a version of DLMS that is too old', async function (this: MeterWorld, role: string) {
  this.observed = await proposesOldVersion(this.client(role));
});

When(
  'the {client} client opens its association proposing a later version of DLMS',
  async function (this: MeterWorld, role: string) {
    const client = this.client(role);
    this.findings = examineLaterVersion(await opensWithLaterVersion(client), client);
  },
);

When('the {client} client proposes no service at all', async function (this: MeterWorld, role: string) {
  this.observed = await proposesNoService(this.client(role));
});

When('the {client} client proposes every service there is', async function (this: MeterWorld, role: string) {
  this.findings = examineEveryService(await proposesEveryService(this.client(role)), this.profile(role).conformance);
});

When('the {client} client proposes each of its services alone', async function (this: MeterWorld, role: string) {
  this.findings = examineSingleServices(await proposesServicesOneByOne(this.client(role)));
});

When(
  'the {client} client announces that it can receive next to nothing',
  async function (this: MeterWorld, role: string) {
    this.observed = await announcesTooLittleRoom(this.client(role));
  },
);

When(
  'the {client} client sends a second AARQ with other services in its open association',
  async function (this: MeterWorld, role: string) {
    this.findings = examineSecondAarq(await sendsSecondAarq(this.client(role)));
  },
);

Then('the meter has negotiated the present version or refused the proposal', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then(
  'the meter grants the services that it declares for the {client} client',
  function (this: MeterWorld, _role: string) {
    this.assertFaultless(this.findings);
  },
);

Then('the meter grants that service alone, or refuses the proposal', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then('the parameters of one AARQ hold and those of the other do not', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- Services

Given(
  'the {client} client has opened its association with {service}',
  async function (this: MeterWorld, role: string, service: ClientService) {
    this.opening = await opensFor(this.client(role), service);
    assert.ok(this.opening.associated, `the ${role} client could not open its association`);
  },
);

Given(
  'the {client} client has opened its association without {service}',
  async function (this: MeterWorld, role: string, service: ClientService) {
    this.opening = await opensWithout(this.client(role), service);
    assert.ok(this.opening.associated, `the ${role} client could not open an association without ${service}`);
  },
);

When(
  'the {client} client uses its service {service}',
  async function (this: MeterWorld, role: string, service: ClientService) {
    this.log(untriedText(this.client(role), this.rig.objects));
    this.findings = await usesService(this.client(role), service, this.rig.objects);
  },
);

When(
  'the {client} client uses {service} all the same',
  async function (this: MeterWorld, role: string, service: ClientService) {
    const { observed, state } = await usesForbiddenService(this.client(role), service, this.rig.objects);
    this.observed = observed;
    this.findings = state;
  },
);

Then('that service has been served', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then('nothing has been changed', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

When(
  'the {client} client writes in an association that it does not let the meter confirm',
  async function (this: MeterWorld, role: string) {
    this.findings = examineUnconfirmedWrite(await writesUnconfirmed(this.client(role), this.rig.objects));
  },
);

Then('the meter has kept silent and has written the value', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

// -- Two clients

When(
  'the {client} and {client} clients read in turn',
  async function (this: MeterWorld, first: string, second: string) {
    const [privileged, other] = [this.client(first), this.client(second)];
    this.findings = await readInTurn({ privileged, other, reserved: this.rig.objects.managementOnlyAttribute });
  },
);

When(
  'the {client} and {client} clients read turn and turn about on two connections',
  async function (this: MeterWorld, first: string, second: string) {
    const [privileged, other] = [this.client(first), this.client(second)];
    const reserved = this.rig.objects.managementOnlyAttribute;
    this.findings = await alternateReads({ privileged, other, reserved }, ROUNDS);
  },
);

Then('each client has had its own association and nothing of the other', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});
