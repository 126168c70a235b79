import type { GetDataResult } from '#dlms/apdu/get';
import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import { loadMeter } from '#simulator/load-meter';
import type { AccessContext, CosemObject, LogicalDevice, MeterModel } from '#simulator/model';
import type { Instant } from '#time/clock';

export const METER = 'fixtures/meters/electricity.yaml';
export const CLIENTS = { public: 16, reading: 32, management: 1, maintenance: 48, broadcast: 102 } as const;
export type Client = keyof typeof CLIENTS;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const QUARTER = 15 * MINUTE;
export const DAY = 96 * QUARTER;

/** A meter and one client of one of its logical devices, at a point in time. */
export class Access {
  readonly model: MeterModel;
  readonly device: LogicalDevice;
  readonly client: Client;
  now: Instant = 0;
  more: Partial<AccessContext> = {};

  constructor(client: Client = 'management', model = loadMeter(METER), sap = 1) {
    this.model = model;
    this.device = found(model.logicalDevices.find((device) => device.sap === sap));
    this.client = client;
  }

  get context(): AccessContext {
    const clientSap = CLIENTS[this.client];
    return {
      now: this.now,
      logicalDevice: this.device,
      association: found(this.device.associations.find((association) => association.clientSap === clientSap)),
      clientSap,
      serverSap: this.device.sap,
      associationStatus: 2,
      ...this.more,
    };
  }

  object(name: Obis): CosemObject {
    return found(this.device.objects.get(name));
  }

  get(name: Obis, attribute = 2, selector?: number, parameters?: Data): GetDataResult {
    const selection = selector === undefined || parameters === undefined ? undefined : { selector, parameters };
    return this.object(name).read(attribute, this.context, selection);
  }

  /** The value; an error result fails the test. */
  value(name: Obis, attribute = 2, selector?: number, parameters?: Data): Data {
    const result = this.get(name, attribute, selector, parameters);
    if ('error' in result) throw new Error(`${name}/${attribute}: ${result.error}`);
    return result.data;
  }

  number(name: Obis, attribute = 2): number {
    const data = this.value(name, attribute);
    if (!('value' in data) || typeof data.value !== 'number') throw new Error(`${name}/${attribute}: ${data.type}`);
    return data.value;
  }

  elements(name: Obis, attribute = 2, selector?: number, parameters?: Data): readonly Data[] {
    return elementsOf(this.value(name, attribute, selector, parameters));
  }

  set(name: Obis, value: Data, attribute = 2) {
    return this.object(name).write(attribute, value, this.context);
  }

  act(name: Obis, method: number, parameters?: Data) {
    return this.object(name).invoke(method, parameters, this.context).result;
  }
}

export function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('not there');
  return value;
}

export function elementsOf(data: Data | undefined): readonly Data[] {
  if (data?.type !== 'array' && data?.type !== 'structure') throw new Error(`${data?.type} has no elements`);
  return data.elements;
}

export function octetsOf(data: Data | undefined): Uint8Array {
  if (data?.type !== 'octet-string') throw new Error(`${data?.type} is no octet-string`);
  return data.value;
}

/** Every client of every logical device. */
export function everyAccess(): Access[] {
  const model = loadMeter(METER);
  return model.logicalDevices.flatMap((device) =>
    device.associations.map(({ clientSap }) => new Access(clientOf(clientSap), model, device.sap)),
  );
}

function clientOf(sap: number): Client {
  for (const client of ['public', 'reading', 'management', 'maintenance', 'broadcast'] as const)
    if (CLIENTS[client] === sap) return client;
  throw new Error(`no client has SAP ${sap}`);
}
