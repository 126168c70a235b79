import { fromHex } from '#dlms/codec/hex';
import { given } from './given';
import { mediumOf, startsWithSignOn } from './medium';
import type { LogicalDeviceDeclaration, MeterDeclaration } from './meter-types';
import type { TransportSettings } from './rig';
import { publicKeysOf } from './rig-certificates';
import type { RigDocument } from './rig-schema';
import type { RigSource } from './rig-source';

type Fields = RigDocument['meter'];

/**
 * What the meter says of itself.
 *
 * @throws RigError where two fields contradict one another, and for one that means nothing on this transport
 */
export function meterOf(fields: Fields, transport: TransportSettings, source: RigSource): MeterDeclaration {
  refuseUnused(fields, transport, source);
  const { systemTitle, publicKeys, gateway, eventCodes, logicalDevices, logicalDeviceName, ...plain } = fields;
  return {
    ...given(plain),
    ...(systemTitle === undefined ? {} : { systemTitle: fromHex(systemTitle) }),
    ...(publicKeys === undefined ? {} : { publicKeys: publicKeysOf(publicKeys, source) }),
    ...(eventCodes === undefined ? {} : { eventCodes: given(eventCodes) }),
    ...(gateway === undefined ? {} : { gateway: gatewayOf(gateway) }),
    logicalDevices: logicalDevicesOf(fields, source),
  };
}

function refuseUnused(fields: Fields, transport: TransportSettings, source: RigSource): void {
  const refuse = (names: readonly (keyof Fields)[], text: string) => {
    const name = names.find((each) => fields[each] !== undefined);
    if (name !== undefined) throw source.problem(['meter', name], text);
  };
  if (mediumOf(transport) !== 'tcp') {
    refuse(
      ['inactivitySeconds'],
      'is the time-out of a TCP connection, and there is none (HDLC: hdlc.inactivitySeconds)',
    );
    refuse(['portShown'], 'is the port of a TCP connection, and there is none');
  }
  if (!startsWithSignOn(transport)) {
    const needs = 'belongs to a sign-on by mode E (transport.kind: optical, or rfc2217 with signOn: modeE)';
    refuse(['deviceAddress', 'baudRates', 'hasReadout'], needs);
  }
}

function gatewayOf({ networkId, address, unknownAddress }: NonNullable<Fields['gateway']>) {
  return { networkId, address: fromHex(address), unknownAddress: fromHex(unknownAddress) };
}

function logicalDevicesOf(
  { logicalDevices, logicalDeviceName }: Fields,
  source: RigSource,
): LogicalDeviceDeclaration[] {
  const rows =
    logicalDeviceName === undefined ? logicalDevices : [{ sap: 1, name: logicalDeviceName }, ...logicalDevices];
  const seen = new Set<number>();
  for (const { sap } of rows) {
    if (seen.has(sap)) throw source.problem(['meter', 'logicalDevices'], `SAP ${sap} has two names`);
    seen.add(sap);
  }
  return rows;
}
