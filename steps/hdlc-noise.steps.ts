import { Then, When } from '@cucumber/cucumber';
import { makesNoise, servesAfterNoise } from '#procedures/hdlc-noise';
import { busOf, othersSpeak } from '#procedures/hdlc-other-stations';
import { frameGivenUpMs } from '#support/rig-facts';
import type { MeterWorld } from '#support/world';

When(
  '{int} bursts of noise come on the line of the {client} client',
  async function (this: MeterWorld, bursts: number, role: string) {
    const noise = { bursts, pauseMs: frameGivenUpMs(this.rig) };
    this.findings = await makesNoise(this.client(role), noise, this.progress.bind(this));
  },
);

When(
  '{int} frames of others pass on the line of the {client} client',
  async function (this: MeterWorld, count: number, role: string) {
    const bus = busOf(this.rig, this.profile(role), count);
    this.findings = await othersSpeak(this.client(role), bus, this.progress.bind(this));
  },
);

Then('the meter says nothing to any of them', function (this: MeterWorld) {
  this.assertFaultless(this.findings);
});

Then(
  'the {client} client is still served on the same line, if need be over a new link',
  async function (this: MeterWorld, role: string) {
    this.assertFaultless(await servesAfterNoise(this.client(role)));
  },
);

Then('the {client} client is still served in that association', async function (this: MeterWorld, role: string) {
  await this.assertAliveWhereConnected(role);
});
