import type { Restoration } from '#procedures/key-restoration';
import { Handover } from './handover';

/** Whether the meter has its own keys again after what a When step has changed. */
export const restorationOf = new Handover<Restoration>('the restoration of keys');
