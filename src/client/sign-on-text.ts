import type { ReadoutEntry } from '#dlms/link/optical/readout';
import type { SessionEvent } from './sign-on-session';

const ENTRIES_SHOWN = 20;

/** What happened in a sign-on, in words; never a password. */
export function eventText(event: SessionEvent): string {
  switch (event.kind) {
    case 'echo':
      return `the head returned our own ${event.octets.length} octets, which are left out`;
    case 'identified': {
      const { manufacturer, baudCharacter, text } = event.identification;
      const after = `${Math.round(event.reactionMs)} ms`;
      return `identified as ${manufacturer}, mode ${event.mode}, Z=${baudCharacter}, "${text}", after ${after}`;
    }
    case 'not-offered':
      return `the meter does not offer ${event.goal}: modes A and B read out`;
    case 'readout':
    case 'pushed':
      return `readout: ${entriesText(event.readout.entries)}`;
    case 'password-asked':
      return 'programming mode: the meter asks for a password';
    case 'acknowledged':
      return 'the meter acknowledges';
    case 'answer':
      return `answer with ${event.sets.length} data set(s)`;
    case 'error':
      return `error message ${event.text}`;
    case 'hdlc':
      return `HDLC from here on, at ${event.baud} baud; confirmation: ${event.confirmation}`;
    case 'repeated':
      return `repeated for ${event.by}, attempt ${event.attempt}`;
    case 'given-up':
      return 'given up';
    case 'no-response':
      return `no response to the ${event.to}`;
    case 'signed-off':
      return `signed off by ${event.by}`;
    case 'late':
      return `a ${event.message.kind} that is not waited for`;
    case 'dropped':
      return `dropped ${event.event.count} octet(s)`;
    case 'violation':
      return event.error.message;
  }
}

function entriesText(entries: readonly ReadoutEntry[]): string {
  const shown = entries.slice(0, ENTRIES_SHOWN).map(({ obis, address, values }) => {
    const texts = values.map(({ value, unit }) => (unit === undefined ? value : `${value} ${unit}`));
    return `${obis ?? address} = ${texts.join(', ')}`;
  });
  const rest = entries.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? `; ${rest} more` : ''}`;
}
