import { PortLost } from '#dlms/errors';

/** What the operating system says, and what the person at the bench can do. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/lock|resource busy|EBUSY/i, 'another process has it open: end that (on Linux, fuser names it)'],
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

/** @param present the ports that there are, where they can be listed */
export function serialError(port: string, action: string, error: Error, present: readonly string[] = []): PortLost {
  const reason = error.message.replace(/^Error:? */, '');
  const advice = ADVICE.find(([pattern]) => pattern.test(reason))?.[1];
  const others = present.length > 0 ? `; ports here: ${present.join(', ')}` : '';
  return new PortLost(
    `serial ${port}: cannot ${action}: ${reason}${advice === undefined ? '' : ` (${advice})`}${others}`,
  );
}
