import { defineParameterType } from '@cucumber/cucumber';
import { HALF_KEY_FLAWS } from '#procedures/agreement-exchange';
import { CERTIFICATE_FLAWS } from '#procedures/test-certificate';

defineParameterType({ name: 'certificateFlaw', regexp: [...CERTIFICATE_FLAWS], transformer: (text: string) => text });

defineParameterType({ name: 'halfKeyFlaw', regexp: [...HALF_KEY_FLAWS], transformer: (text: string) => text });
