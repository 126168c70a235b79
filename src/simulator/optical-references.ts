import type { MeterDocument } from './meter-document';
import type { MeterFile } from './meter-file';

/** What the local port shows must be there, and in a form that a line of text can hold. @throws MeterError */
export function checkOptical({ optical, logicalDevices: [device] }: MeterFile, document: MeterDocument): void {
  if (optical === undefined) return;
  const { readout, free, writable, mode, baud, lowerBauds } = optical;
  const lacks = (name: string, classes: readonly number[]) =>
    device?.objects.some((entry) => entry.logicalName === name && classes.includes(entry.class)) !== true;
  const refuse = (field: string, index: number, text: string) => {
    if (index >= 0) throw document.problem(['optical', field, index], text);
  };
  const missing = readout.findIndex((name) => lacks(name, [1, 3]));
  refuse('readout', missing, 'the first logical device has no such Data or Register');
  const unwritable = writable.findIndex((name) => lacks(name, [1]));
  refuse('writable', unwritable, 'the first logical device has no such Data');
  const stranger = free.findIndex((name) => !readout.includes(name));
  refuse('free', stranger, 'expected an object of the readout');
  const faster = lowerBauds.findIndex((rate) => rate >= baud);
  refuse('lowerBauds', faster, 'expected a speed below baud');
  if (mode === 'B' && baud === 300) throw document.problem(['optical', 'baud'], 'mode B begins at 600');
}
