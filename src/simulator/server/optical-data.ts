import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import { LocalProtocolError } from '#dlms/errors';
import type { CommandName, PasswordLevel } from '#dlms/link/optical/command';
import type { DataSet } from '#dlms/link/optical/data-set';
import type { MeterData, Refusal } from '#dlms/link/optical/meter-data';
import { obisOf } from '#dlms/link/optical/readout';
import type { Instant } from '#time/clock';
import type { AccessContext, CosemObject, LogicalDevice, MeterModel, OpticalSettings } from '../model';
import { readoutAddress, readoutValue, writtenValue } from './readout-value';

const REFUSALS = {
  'no such value': { error: 'ER04' },
  'not written': { error: 'ER05' },
  'nothing to execute': { error: 'ER06' },
} as const;

const VALUE = 2;
const SCALER_UNIT = 3;
const REGISTER = 3;

/** What a meter shows on its local port: objects of its first logical device, as its file lists them. */
export class OpticalData implements MeterData {
  /** of the call that is being served */
  now: Instant = 0;
  private readonly optical: OpticalSettings;
  private readonly device: LogicalDevice;

  /** @throws LocalProtocolError for a meter without logical device */
  constructor({ logicalDevices: [device] }: MeterModel, optical: OpticalSettings) {
    if (device === undefined) throw new LocalProtocolError('a meter without logical device shows nothing');
    this.device = device;
    this.optical = optical;
  }

  readout(): readonly (readonly DataSet[])[] {
    return this.optical.readout.flatMap((name) => {
      const set = this.setOf(name, readoutAddress(name));
      return set === undefined ? [] : [[set]];
    });
  }

  operand(): string {
    return '';
  }

  password(level: PasswordLevel): string | undefined {
    const { p1, p2 } = this.optical.passwords;
    return level === 'P1' ? p1 : p2;
  }

  isFree(address: string): boolean {
    const name = obisOf(address);
    return name !== undefined && this.optical.free.includes(name);
  }

  read(_: CommandName, address: string, count = 1): DataSet | Refusal {
    const name = obisOf(address);
    const { readout, writable } = this.optical;
    const isShown = name !== undefined && (readout.includes(name) || writable.includes(name));
    return (isShown && count === 1 ? this.setOf(name, address) : undefined) ?? REFUSALS['no such value'];
  }

  write(_: CommandName, address: string, text: string): Refusal | undefined {
    const name = obisOf(address);
    const object = name !== undefined && this.optical.writable.includes(name) ? this.objectOf(name) : undefined;
    const present = object && this.attribute(object, VALUE);
    const value = present && writtenValue(text, present);
    if (object === undefined || value === undefined) return REFUSALS['no such value'];
    return object.write(VALUE, value, this.context) === 'success' ? undefined : REFUSALS['not written'];
  }

  execute(): Refusal {
    return REFUSALS['nothing to execute'];
  }

  private setOf(name: Obis, address: string): DataSet | undefined {
    const object = this.objectOf(name);
    const value = object && this.attribute(object, VALUE);
    if (object === undefined || value === undefined) return undefined;
    const scaling = object.classId === REGISTER ? this.attribute(object, SCALER_UNIT) : undefined;
    return { address, values: [readoutValue(value, scaling)] };
  }

  private objectOf(name: Obis): CosemObject | undefined {
    return this.device.objects.get(name);
  }

  private attribute(object: CosemObject, id: number): Data | undefined {
    const result = object.read(id, this.context);
    return 'data' in result ? result.data : undefined;
  }

  /** The local port has no association: what it shows does not depend on one. */
  private get context(): AccessContext {
    const [association] = this.device.associations;
    if (association === undefined) throw new LocalProtocolError('a logical device without association');
    const { sap: serverSap } = this.device;
    const { clientSap } = association;
    return { now: this.now, logicalDevice: this.device, association, clientSap, serverSap, associationStatus: 0 };
  }
}
