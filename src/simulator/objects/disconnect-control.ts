import { boolean, enumerated } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import type { CosemObject } from '../model';
import { constant, knownClass, outcome, ServedObject, shows } from './served-object';

const DISCONNECTED = 0;
const CONNECTED = 1;
const READY_FOR_RECONNECTION = 2;

/** Modes in which a remote reconnect closes the switch at once; in 1, 3, 5 and 6 somebody has to press a button (BB 4.5.8). */
const RECONNECTS_AT_ONCE: readonly number[] = [2, 4];

/** Disconnect control (class 70 version 0), connected at first. @param mode control_mode 0..6; 0: always connected */
export function disconnectControlObject(logicalName: Obis, mode: number): CosemObject {
  let state = CONNECTED;
  const disconnect = () => {
    if (mode === 0) return outcome('read-write-denied');
    state = DISCONNECTED;
    return outcome('success');
  };
  const reconnect = () => {
    if (mode === 0) return outcome('read-write-denied');
    if (state === DISCONNECTED) state = RECONNECTS_AT_ONCE.includes(mode) ? CONNECTED : READY_FOR_RECONNECTION;
    return outcome('success');
  };
  return new ServedObject(knownClass(70, 0), logicalName, {
    attributes: {
      2: shows(() => boolean(state === CONNECTED)),
      3: shows(() => enumerated(state)),
      4: constant(enumerated(mode)),
    },
    methods: { 1: disconnect, 2: reconnect },
  });
}
