import { defineParameterType } from '@cucumber/cucumber';
import type { KeyWay } from '#procedures/layer-choices';
import * as forgery from '#procedures/layer-forgery';

/** Words that features on general-ciphering and general-signing use. */

const KEY_WAYS: Readonly<Record<string, KeyWay>> = {
  'its global key by name': 'identified-key',
  'a wrapped key': 'wrapped-key',
  'a key agreed from an ephemeral key': 'C(1e,1s)',
  'a key agreed from static keys': 'C(0e,2s)',
};

defineParameterType({ name: 'key way', regexp: Object.keys(KEY_WAYS), transformer: (text: string) => KEY_WAYS[text] });

const BROKEN_KEYS: Readonly<Record<string, forgery.BrokenKey>> = {
  'a wrapped key of which one bit was changed': forgery.brokenWrap,
  'an ephemeral key that is wrongly signed': forgery.wronglySignedEphemeralKey,
  'an ephemeral key that is not on the curve': forgery.ephemeralKeyOffCurve,
};

defineParameterType({
  name: 'broken key',
  regexp: Object.keys(BROKEN_KEYS),
  transformer: (text: string) => BROKEN_KEYS[text],
});

const BROKEN_SIGNATURES: Readonly<Record<string, forgery.BrokenSignature>> = {
  'one bit of its signature changed': forgery.changedSignature,
  'the signature of another key': forgery.signatureOfAnotherKey,
  'its signature cut by one octet': forgery.cutSignature,
};

defineParameterType({
  name: 'broken signature',
  regexp: Object.keys(BROKEN_SIGNATURES),
  transformer: (text: string) => BROKEN_SIGNATURES[text],
});
