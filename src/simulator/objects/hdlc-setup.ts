import type { Data } from '#dlms/codec/data';
import { enumerated, longUnsigned, unsigned } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import type { CosemObject, HdlcSettings } from '../model';
import { constant, knownClass, ServedObject, shows } from './served-object';

/**
 * IEC HDLC setup (class 23): what the meter's link layer really does. The inactivity time-out may be written.
 * @param commSpeed 0: 300 bit/s … 9: 115 200 bit/s
 */
export function hdlcSetupObject(logicalName: Obis, hdlc: HdlcSettings, commSpeed: number): CosemObject {
  const settings: Readonly<Record<number, Data>> = {
    2: enumerated(commSpeed),
    3: unsigned(hdlc.window),
    4: unsigned(hdlc.window),
    5: longUnsigned(hdlc.maxInfo),
    6: longUnsigned(hdlc.maxInfo),
    7: longUnsigned(hdlc.interOctetMs),
    9: longUnsigned(hdlc.physicalAddress),
  };
  const constants = Object.fromEntries(Object.entries(settings).map(([id, data]) => [id, constant(data)]));
  const inactivity = { ...shows(() => longUnsigned(hdlc.inactivitySeconds)), write: (value: Data) => set(hdlc, value) };
  return new ServedObject(knownClass(23, 1), logicalName, { attributes: { ...constants, 8: inactivity } });
}

function set(hdlc: HdlcSettings, value: Data): 'success' | 'type-unmatched' {
  if (value.type !== 'long-unsigned') return 'type-unmatched';
  hdlc.inactivitySeconds = value.value;
  return 'success';
}
