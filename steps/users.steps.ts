import { Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import { examinePreEstablishedUse, type PreEstablishedUse, usesPreEstablished } from '#procedures/pre-established';
import {
  examineListedUser,
  examineUnlistedUser,
  type IdentifiedOpening,
  opensAsUser,
} from '#procedures/user-identification';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const identified = new Handover<IdentifiedOpening>('an opening in the name of a user');
const unopened = new Handover<PreEstablishedUse>('the use of a pre-established association');

/** The user ids that the rig declares for a client. */
function usersOf(world: MeterWorld, role: string) {
  return declared(world.profile(role).users, `users of the ${role} client`);
}

When(
  'the {client} client opens its association in the name of a listed user',
  async function (this: MeterWorld, role: string) {
    identified.give(this, await opensAsUser(this.client(role), usersOf(this, role).listed));
  },
);

When(
  'the {client} client opens its association in the name of a user who is not listed',
  async function (this: MeterWorld, role: string) {
    identified.give(this, await opensAsUser(this.client(role), usersOf(this, role).unlisted));
  },
);

Then('the association is open and shows that user', function (this: MeterWorld) {
  this.assertFaultless(examineListedUser(identified.take(this)));
});

Then('the meter rejects it and names the user id as the cause', function (this: MeterWorld) {
  this.assertFaultless(examineUnlistedUser(identified.take(this)));
});

When(
  'the pre-established client asks for a service before and after it has tried to open and to release, watched by the {client} client',
  async function (this: MeterWorld, watching: string) {
    const { role } = declared(this.rig.preEstablished, 'pre-established client');
    unopened.give(this, await usesPreEstablished(this.client(role), this.client(watching), this.rig.objects));
  },
);

Then('it was served both times, and neither opened nor released anything', function (this: MeterWorld) {
  this.assertFaultless(examinePreEstablishedUse(unopened.take(this)));
});
