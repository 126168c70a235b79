import { letterOf } from './command';
import type { ReaderEvent } from './message-reader';
import type { ServerStimulus } from './server-table';

/** What the meter's table calls that which was heard. */
export function stimulusOf(event: ReaderEvent): ServerStimulus {
  if (event.kind === 'faulty') return event.start === 'ACK' ? 'faulty-option' : 'faulty';
  if (event.kind !== 'message') return 'other';
  const { message } = event;
  if (message.kind === 'command') return letterOf(message.command) === 'B' ? 'break' : 'command';
  if (message.kind === 'identification' || message.kind === 'data' || message.kind === 'text') return 'other';
  return message.kind;
}
