import type { ClientStimulus } from './client-table';
import type { ReaderEvent } from './message-reader';

/** What the client's table calls that which was heard. */
export function clientStimulusOf(event: ReaderEvent): ClientStimulus {
  if (event.kind === 'faulty') return 'faulty';
  if (event.kind !== 'message') return 'other';
  const { message } = event;
  if (message.kind === 'request' || message.kind === 'option-select') return 'other';
  if (message.kind !== 'command') return message.kind;
  if (message.command.name === 'P0') return 'challenge';
  return message.command.name.startsWith('B') ? 'break' : 'other';
}
