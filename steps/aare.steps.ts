import { Then, When } from '@cucumber/cucumber';
import {
  examineConformanceCoding,
  examineContext,
  examineForm,
  examineMechanism,
  examineRejections,
  examineTitle,
  examineTitlesOfAll,
  examineVaaName,
  rolesWithTitle,
} from '#procedures/aare-form';
import { provokesRejections } from '#procedures/contexts';
import type { MeterWorld } from '#support/world';

When(
  'the {client} client provokes a rejection of its AARQ and a refusal of its InitiateRequest',
  async function (this: MeterWorld, role: string) {
    this.findings = examineRejections(await provokesRejections(this.client(role)));
  },
);

Then('both AAREs reject, name a reason and are consistent', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then('the AARE that accepts is well formed and complete', function (this: MeterWorld) {
  this.assertFaultless(examineForm(this.lastOpening));
});

Then(
  'the AARE names the application context that the {client} client has proposed',
  function (this: MeterWorld, role: string) {
    this.assertFaultless(examineContext(this.lastOpening, this.client(role)));
  },
);

Then('the AARE names the mechanism that the {client} client has proposed', function (this: MeterWorld, role: string) {
  this.assertFaultless(examineMechanism(this.lastOpening, this.client(role)));
});

Then('the AARE carries a system title of the manufacturer', function (this: MeterWorld) {
  this.assertFaultless(examineTitle(this.lastOpening, this.rig.meter.flagId));
});

Then(
  'every client that needs it is told the same title as the {client} client',
  async function (this: MeterWorld, role: string) {
    const roles = rolesWithTitle(this.rig, this.profile(role).server);
    this.assertFaultless(await examineTitlesOfAll(roles.map((each) => this.client(each))));
  },
);

Then('the conformance block in the AARE is coded as 24 bits', function (this: MeterWorld) {
  this.assertFaultless(examineConformanceCoding(this.lastOpening));
});

Then('the VAA name in the AARE is that of referencing by logical names', function (this: MeterWorld) {
  this.assertFaultless(examineVaaName(this.lastOpening));
});
