import { LocalProtocolError } from '#dlms/errors';
import type { Mutant } from './mutant';

/** Rows by id: functions cannot travel through world parameters, names can. */
const rows = new Map<string, Mutant>();

/** Makes a row known under its id; the same id again replaces it. */
export function registerMutant(row: Mutant): void {
  rows.set(row.id, row);
}

/** @throws LocalProtocolError when no such row was registered */
export function variantOf(id: string): Mutant {
  const row = rows.get(id);
  if (row === undefined) throw new LocalProtocolError(`no mutant ${id} is registered`);
  return row;
}
