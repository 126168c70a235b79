import { defineParameterType } from '@cucumber/cucumber';

/** Roles of clients in features; a rig says what they are. */
export type ClientRole = 'public' | 'reading' | 'management' | 'maintenance';

defineParameterType({ name: 'client', regexp: /public|reading|management|maintenance/, transformer: (role) => role });
