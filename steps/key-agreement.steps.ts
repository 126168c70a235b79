import { Then, When } from '@cucumber/cucumber';
import { algorithmIdCoding } from '#procedures/agreed-keys';
import type { HalfKeyFlaw } from '#procedures/agreement-exchange';
import {
  type AgreementTrial,
  agreesOnKey,
  examineAgreedKey,
  examineAgreement,
  examineKeptKeys,
  offersWrongHalf,
  type WrongHalf,
} from '#procedures/key-agreement';
import { Handover } from '#support/handover';
import { restorationOf } from '#support/key-restorations';
import type { MeterWorld } from '#support/world';

const trial = new Handover<AgreementTrial>('a key agreement');
const wrong = new Handover<readonly WrongHalf[]>('halves of keys that are wrong');

When(
  'the {client} client agrees with the meter on a global unicast key for a while',
  async function (this: MeterWorld, role: string) {
    const { seen, restoration } = await agreesOnKey(this.keyMeans(role), algorithmIdCoding(this.rig));
    trial.give(this, seen);
    restorationOf.give(this, restoration);
  },
);

When(
  'the {client} client offers a half of a key {halfKeyFlaw}',
  async function (this: MeterWorld, role: string, flaw: HalfKeyFlaw) {
    const { seen, restoration } = await offersWrongHalf(this.keyMeans(role), flaw);
    wrong.give(this, seen);
    restorationOf.give(this, restoration);
    this.attempted({ observed: seen.map(({ answer }) => answer), reopened: false });
  },
);

Then('the half of the meter is signed by the meter', function (this: MeterWorld) {
  this.assertFaultless(examineAgreement(trial.take(this), algorithmIdCoding(this.rig)));
});

Then('the agreed key works at the latest in the next association', function (this: MeterWorld) {
  this.assertFaultless(examineAgreedKey(trial.take(this)));
});

Then('the keys from before still work', function (this: MeterWorld) {
  this.assertFaultless(examineKeptKeys(wrong.take(this)));
});
