import { longUnsigned, octetString, unsigned } from '#dlms/codec/data-values';
import { encodeObis, type Obis } from '#dlms/codec/obis';
import type { CosemObject, MeterModel } from '../model';
import { staticObject } from './static-object';

/** TCP-UDP setup (class 41): what the meter's port really does. @param mss largest TCP segment, octets */
export function tcpUdpSetupObject(
  logicalName: Obis,
  tcp: MeterModel['tcp'],
  ipReference: Obis,
  mss: number,
): CosemObject {
  return staticObject(41, 0, logicalName, {
    2: longUnsigned(tcp.port),
    3: octetString(encodeObis(ipReference)),
    4: longUnsigned(mss),
    5: unsigned(tcp.maxConnections),
    6: longUnsigned(tcp.inactivitySeconds),
  });
}
