import { enumerated, longUnsigned, unsigned } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import type { CosemObject, HdlcSettings } from '../model';
import { staticObject } from './static-object';

/** IEC HDLC setup (class 23): what the meter's link layer really does. @param commSpeed 0: 300 bit/s … 9: 115 200 bit/s */
export function hdlcSetupObject(logicalName: Obis, hdlc: HdlcSettings, commSpeed: number): CosemObject {
  return staticObject(23, 1, logicalName, {
    2: enumerated(commSpeed),
    3: unsigned(hdlc.window),
    4: unsigned(hdlc.window),
    5: longUnsigned(hdlc.maxInfo),
    6: longUnsigned(hdlc.maxInfo),
    7: longUnsigned(hdlc.interOctetMs),
    8: longUnsigned(hdlc.inactivitySeconds),
    9: longUnsigned(hdlc.physicalAddress),
  });
}
