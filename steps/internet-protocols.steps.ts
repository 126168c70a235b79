import { Then, When } from '@cucumber/cucumber';
import { examineVisits, type Visit, visits } from '#procedures/internet-protocols';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const both = new Handover<{ readonly byIpv4: Visit; readonly byIpv6: Visit }>('visits by IPv4 and by IPv6');

When(
  'the {client} client opens, reads and releases by IPv4 and by IPv6',
  async function (this: MeterWorld, role: string) {
    const takesRlrq = this.rig.declares.has('rlrq');
    const byIpv4 = await visits(this.client(role), takesRlrq);
    both.give(this, { byIpv4, byIpv6: await visits(this.bench.clientByIpv6(role), takesRlrq) });
  },
);

Then('it has been served alike', function (this: MeterWorld) {
  this.assertFaultless(examineVisits(both.take(this)));
});
