import { Then, When } from '@cucumber/cucumber';
import { declared } from '#procedures/declared';
import { examineGatewayVisit, type GatewayVisit, readsBehind } from '#procedures/gateway';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const visit = new Handover<GatewayVisit>('reads of devices behind the meter');

When(
  'the {client} client opens and reads a device behind the meter, and reads one that is not there',
  async function (this: MeterWorld, role: string) {
    const gateway = declared(this.rig.meter.gateway, 'meter.gateway');
    visit.give(this, await readsBehind(this.client(role), gateway));
  },
);

Then('the first has answered under its own address, and the second has not', function (this: MeterWorld) {
  this.assertFaultless(examineGatewayVisit(visit.take(this)));
});
