import { Then, When } from '@cucumber/cucumber';
import { type CounterTrial, examineFresh, examineNamedCounters } from '#procedures/invocation-counters';
import type { KeyWay } from '#procedures/layer-choices';
import {
  type BrokenKey,
  type BrokenSignature,
  readsForAnother,
  readsUnderBrokenKey,
  readsWronglySigned,
} from '#procedures/layer-forgery';
import {
  type LayeredExchange,
  readsCipheredThenSigned,
  readsInEmptyLayer,
  readsInGeneralCiphering,
  readsSigned,
  readsSignedThenCiphered,
  readsWeaklyInLayer,
  replaysLayer,
} from '#procedures/layered-requests';
import { examineMirrored } from '#procedures/mirrored-layers';
import type { Strength } from '#procedures/protection-choices';
import {
  type CountedSignedReplay,
  examineSignedExecutions,
  replaysSignedAction,
  replaysSignedRead,
  type SignedReplay,
} from '#procedures/replayed-signature';
import { deviceNameOf, examineResults, examineServed } from '#procedures/results';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const exchanges = new Handover<readonly LayeredExchange[]>('requests in layers and their answers');
const replay = new Handover<SignedReplay>('a signed request and its copy');
const layerReplay = new Handover<CounterTrial>('a request in general ciphering and its copy');
const countedReplay = new Handover<CountedSignedReplay>('a signed ACTION and its copy');

When(
  'the {client} client reads with general ciphering under {key way}, with {strength}',
  async function (this: MeterWorld, role: string, way: KeyWay, strength: Strength) {
    exchanges.give(this, await readsInGeneralCiphering(this.client(role), way, strength));
  },
);

When('the {client} client reads with a signature', async function (this: MeterWorld, role: string) {
  exchanges.give(this, await readsSigned(this.client(role), this.profile(role).policy));
});

When(
  'the {client} client reads with a signature and general ciphering under {key way} around it',
  async function (this: MeterWorld, role: string, way: KeyWay) {
    exchanges.give(this, await readsSignedThenCiphered(this.client(role), way));
  },
);

When(
  'the {client} client reads with general ciphering and a signature around it',
  async function (this: MeterWorld, role: string) {
    this.observed = [await readsCipheredThenSigned(this.client(role))];
  },
);

When(
  'the {client} client reads under {broken key}',
  async function (this: MeterWorld, role: string, broken: BrokenKey) {
    this.attempted(await readsUnderBrokenKey(this.client(role), broken));
  },
);

When(
  'the {client} client reads under {key way}, in the name of another recipient',
  async function (this: MeterWorld, role: string, way: KeyWay) {
    this.attempted(await readsForAnother(this.client(role), way));
  },
);

When(
  'the {client} client reads in a signed message with {broken signature}',
  async function (this: MeterWorld, role: string, broken: BrokenSignature) {
    this.attempted(await readsWronglySigned(this.client(role), broken, this.profile(role).policy));
  },
);

When(
  'the {client} client reads in general ciphering with nothing but {strength}',
  async function (this: MeterWorld, role: string, strength: Strength) {
    this.attempted(await readsWeaklyInLayer(this.client(role), strength));
  },
);

When('the {client} client reads in a layer that protects nothing', async function (this: MeterWorld, role: string) {
  this.attempted(await readsInEmptyLayer(this.client(role)));
});

When(
  'the {client} client sends one request in general ciphering twice',
  async function (this: MeterWorld, role: string) {
    layerReplay.give(this, await replaysLayer(this.client(role)));
  },
);

When('the {client} client sends one signed request again and again', async function (this: MeterWorld, role: string) {
  replay.give(this, await replaysSignedRead(this.client(role), this.profile(role).policy));
});

When('the {client} client sends one signed ACTION again and again', async function (this: MeterWorld, role: string) {
  const outcome = await replaysSignedAction(this.client(role), this.profile(role).policy, this.rig.objects);
  replay.give(this, outcome);
  countedReplay.give(this, outcome);
});

Then('each reply to the {client} client comes in the layers of its request', function (this: MeterWorld, role: string) {
  this.assertFaultless(examineMirrored(this.client(role), exchanges.take(this)));
});

Then('the results for the {client} client in layers are right', function (this: MeterWorld, role: string) {
  this.assertFaultless(examineResults(exchanges.take(this), deviceNameOf(this.rig, this.profile(role))));
});

Then('the request in general ciphering is served once', function (this: MeterWorld) {
  const trial = layerReplay.take(this);
  this.assertFaultless(examineFresh(trial));
  this.assertFaultless(examineNamedCounters(trial));
  this.assertRefused(trial.stale);
});

Then('each signed request is served once', function (this: MeterWorld) {
  const { fresh, copies } = replay.take(this);
  this.assertFaultless(examineServed(fresh));
  this.assertRefused(copies);
});

Then('the signed ACTION was executed once', function (this: MeterWorld) {
  this.assertFaultless(examineSignedExecutions(countedReplay.take(this)));
});
