import { defineParameterType } from '@cucumber/cucumber';
import { CERTIFICATE_FLAWS } from '#procedures/test-certificate';

defineParameterType({ name: 'certificateFlaw', regexp: [...CERTIFICATE_FLAWS], transformer: (text: string) => text });
