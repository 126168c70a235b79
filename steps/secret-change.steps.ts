import { Then, When } from '@cucumber/cucumber';
import { changesSecret, examineSecretChange, type SecretTrial } from '#procedures/secret-change';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const trial = new Handover<SecretTrial>('the change of a secret');

When(
  'the {client} client changes its secret, opens with the old and the new one and restores it',
  async function (this: MeterWorld, role: string) {
    trial.give(this, await changesSecret(this.client(role), this.secretMeans(role)));
  },
);

Then('the new secret has opened its association, and the old one does so again', function (this: MeterWorld) {
  this.assertFaultless(examineSecretChange(trial.take(this)));
});

Then('the meter has refused the old secret in between', function (this: MeterWorld) {
  this.assertRefused(trial.take(this).withOld);
});
