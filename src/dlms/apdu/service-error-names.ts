import type { ConfirmedServiceError } from './service-errors';

const SERVICES: Readonly<Record<number, string>> = { 1: 'initiateError', 5: 'read', 6: 'write' };

interface ErrorClass {
  readonly name: string;
  readonly values: readonly string[];
}

/** ServiceError CHOICE by number; every class calls its value 0 `other` (GB 9.5, xdlms.md 7.1). */
const CLASSES: Readonly<Record<number, ErrorClass>> = {
  0: {
    name: 'application-reference',
    values: [
      'other',
      'time-elapsed',
      'application-unreachable',
      'application-reference-invalid',
      'application-context-unsupported',
      'provider-communication-error',
      'deciphering-error',
    ],
  },
  1: {
    name: 'hardware-resource',
    values: [
      'other',
      'memory-unavailable',
      'processor-resource-unavailable',
      'mass-storage-unavailable',
      'other-resource-unavailable',
    ],
  },
  2: {
    name: 'vde-state-error',
    values: ['other', 'no-dlms-context', 'loading-data-set', 'status-nochange', 'status-inoperable'],
  },
  3: { name: 'service', values: ['other', 'pdu-size', 'service-unsupported'] },
  4: {
    name: 'definition',
    values: ['other', 'object-undefined', 'object-class-inconsistent', 'object-attribute-inconsistent'],
  },
  5: {
    name: 'access',
    values: ['other', 'scope-of-access-violated', 'object-access-violated', 'hardware-fault', 'object-unavailable'],
  },
  6: {
    name: 'initiate',
    values: [
      'other',
      'dlms-version-too-low',
      'incompatible-conformance',
      'pdu-size-too-short',
      'refused-by-the-VDE-handler',
    ],
  },
  7: {
    name: 'load-data-set',
    values: [
      'other',
      'primitive-out-of-sequence',
      'not-loadable',
      'dataset-size-too-large',
      'not-awaited-segment',
      'interpretation-failure',
      'storage-failure',
      'data-set-not-ready',
    ],
  },
  9: { name: 'task', values: ['other', 'no-remote-control', 'ti-stopped', 'ti-running', 'ti-unusable'] },
};

/** Class and value by name, `initiate / dlms-version-too-low`; numbers where the standard has no name. */
export function serviceErrorName(error: ConfirmedServiceError): string {
  const named = CLASSES[error.errorClass];
  return `${named?.name ?? error.errorClass} / ${named?.values[error.value] ?? error.value}`;
}

/** The failed service by name: `initiateError`, `read`, `write`; its number otherwise. */
export function failedServiceName(error: ConfirmedServiceError): string {
  return SERVICES[error.service] ?? `service ${error.service}`;
}
