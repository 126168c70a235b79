import { Given, Then, When } from '@cucumber/cucumber';
import {
  type CertificateLife,
  examineLife,
  examineSameList,
  importsAndRemoves,
  importsFlawed,
  type RefusedImport,
  removesLeftOverCertificates,
} from '#procedures/certificates';
import { declared } from '#procedures/declared';
import { declaredKey, examineKeyPair, makesKeyPair, type NewKeyPair } from '#procedures/key-pairs';
import { type CertificateFlaw, type CertificateMeans, curveSuiteOf } from '#procedures/test-certificate';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const keyPair = new Handover<NewKeyPair>('a new key pair');
const life = new Handover<CertificateLife>('what became of a certificate');
const refused = new Handover<RefusedImport>('the import of a certificate');

Given('the {client} client has left no test certificate in the meter', async function (this: MeterWorld, role: string) {
  this.note([await removesLeftOverCertificates(await this.associate(role))]);
});

When(
  'the {client} client has the spare key pair of the meter made anew',
  async function (this: MeterWorld, role: string) {
    keyPair.give(this, await makesKeyPair(this.client(role), spareKeyPair(this)));
  },
);

When(
  'the {client} client imports a certificate, exports it and removes it',
  async function (this: MeterWorld, role: string) {
    life.give(this, await importsAndRemoves(this.client(role), meansOf(this, role)));
  },
);

When(
  'the {client} client imports a certificate {certificateFlaw}',
  async function (this: MeterWorld, role: string, flaw: CertificateFlaw) {
    const attempt = await importsFlawed(this.client(role), meansOf(this, role), flaw);
    refused.give(this, attempt);
    this.attempted(attempt.attempts);
  },
);

Then(
  'the certificate request to the {client} client is right and for a new key',
  function (this: MeterWorld, role: string) {
    const title = this.client(role).association.security.serverTitle ?? this.rig.meter.systemTitle;
    const expected = { suite: curveSuiteOf(this.profile(role).suite), title };
    this.assertFaultless(examineKeyPair(keyPair.take(this), expected, declaredKey(this.rig, spareKeyPair(this))));
  },
);

Then('the meter had the certificate and has it no more', function (this: MeterWorld) {
  this.assertFaultless(examineLife(life.take(this)));
});

Then('the list of certificates is what it was', function (this: MeterWorld) {
  this.assertFaultless(examineSameList(refused.take(this)));
});

function spareKeyPair(world: MeterWorld) {
  return declared(world.rig.objects.spareKeyPair, 'objects.spareKeyPair');
}

function meansOf(world: MeterWorld, role: string): CertificateMeans {
  return {
    suite: curveSuiteOf(world.profile(role).suite),
    authority: declared(world.rig.testAuthority, 'testAuthority'),
    random: world.client(role).random,
    hide: (name, octets) => world.bench.keepSecret(name, octets),
  };
}
