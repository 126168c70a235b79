import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import {
  decodeGateway,
  encodeGateway,
  GATEWAY_REQUEST_TAG,
  GATEWAY_RESPONSE_TAG,
  type GatewayApdu,
} from '#dlms/apdu/gateway';
import { equalOctets } from '#dlms/codec/hex';
import type { GatewayDeclaration } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { dataIn } from './get-values';
import { encodeGetName } from './requests';

/** What came to one APDU under the prefix of a gateway; `envelope` is undefined when nothing came. */
export interface PassedOn {
  readonly what: string;
  readonly envelope: GatewayApdu | undefined;
  readonly reply: Reply;
}

export interface GatewayVisit {
  readonly gateway: GatewayDeclaration;
  readonly opened: PassedOn;
  readonly read: PassedOn;
  readonly unknown: PassedOn;
}

/** WRP-21: an opening and a read of a device behind the meter, and the same read of a device that is not there. */
export async function readsBehind(client: DlmsClient, gateway: GatewayDeclaration): Promise<GatewayVisit> {
  await client.disconnect();
  await client.channel.connect();
  const opened = await passesOn(client, 'AARQ', gateway, gateway.address, client.aarq());
  const read = await passesOn(client, 'GET', gateway, gateway.address, client.protected(encodeGetName(client)));
  const get = client.protected(encodeGetName(client));
  const unknown = await passesOn(client, 'GET of an unknown device', gateway, gateway.unknownAddress, get);
  return { gateway, opened, read, unknown };
}

/** The answers came back under the same address, the read brought data, and the unknown address none. */
export function examineGatewayVisit({ gateway, opened, read, unknown }: GatewayVisit): Findings {
  const examination = new Examination();
  for (const { what, envelope, reply } of [opened, read]) {
    const { networkId, address } = gateway;
    const right =
      envelope?.direction === 'response' && envelope.networkId === networkId && equalOctets(envelope.address, address);
    const came = envelope === undefined ? reply.kind : `network ${envelope.networkId}, ${envelope.direction}`;
    examination.expect(right, `${what}: expected an answer under the prefix of the device, got ${came}`);
  }
  const data = dataIn(read.reply);
  examination.expect(data !== undefined && data.type !== 'null-data', 'the read of the device brought no data');
  examination.expect(dataIn(unknown.reply) === undefined, 'the read of an unknown device brought data');
  return examination;
}

async function passesOn(
  client: DlmsClient,
  what: string,
  { networkId }: GatewayDeclaration,
  address: Uint8Array,
  apdu: Uint8Array,
): Promise<PassedOn> {
  await client.channel.send(encodeGateway({ direction: 'request', networkId, address, apdu }), () => [what]);
  const event = await client.channel.receive();
  if (event.kind !== 'apdu') return { what, envelope: undefined, reply: event };
  const isBare = event.apdu[0] !== GATEWAY_REQUEST_TAG && event.apdu[0] !== GATEWAY_RESPONSE_TAG;
  const envelope = isBare ? undefined : decodeGateway(event.apdu);
  const received = client.association.receive(envelope?.apdu ?? event.apdu);
  client.channel.record('received', event.apdu, () => [`${what}: ${received.apdu.kind}`]);
  return { what, envelope, reply: { kind: 'apdu', received } };
}
