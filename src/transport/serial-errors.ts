import { type LineLost, portLost } from '#dlms/errors';

const LOCKED = /lock|resource busy|EBUSY/i;

/** What the operating system says, and what the person at the bench can do. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [LOCKED, 'another process has it open: end that (on Linux, fuser names it)'],
  [
    /permission|EACCES/i,
    'no permission: add yourself to the group that owns the port (often dialout) and sign in anew',
  ],
  [/access denied/i, 'another process has it open, or there is no permission'],
  [/no such device|input\/output error|ENXIO|EIO/i, 'there is no device behind this port: is the adapter plugged in?'],
  [/no such file|file not found|ENOENT/i, 'there is no such port: is the adapter plugged in, is the name right?'],
  [/inappropriate ioctl|not a typewriter|is a directory|ENOTTY/i, 'it is not a serial port, or cannot do this'],
  [/baud|invalid argument/i, 'the port cannot be set so: check speed, data bits, parity and stop bits'],
];

/** What else is known of a port that could not be opened. */
export interface PortSurroundings {
  /** the ports that there are, where they can be listed */
  readonly present: readonly string[];
  /** who has it open, where the system tells */
  readonly holders: readonly string[];
}

const UNKNOWN: PortSurroundings = { present: [], holders: [] };

export function serialError(port: string, action: string, error: Error, around: PortSurroundings = UNKNOWN): LineLost {
  const reason = error.message.replace(/^Error:? */, '');
  const known =
    isLocked(error) && around.holders.length > 0
      ? `open in ${around.holders.join(', ')}: end what should not have it`
      : undefined;
  const advice = known ?? ADVICE.find(([pattern]) => pattern.test(reason))?.[1];
  const others = around.present.length > 0 ? `; ports here: ${around.present.join(', ')}` : '';
  return portLost(`serial ${port}: cannot ${action}: ${reason}${advice === undefined ? '' : ` (${advice})`}${others}`);
}

export function isLocked({ message }: Error): boolean {
  return LOCKED.test(message);
}
