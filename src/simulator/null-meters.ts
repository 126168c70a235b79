import { encodeApdu } from '#dlms/apdu/apdu';
import { LocalProtocolError } from '#dlms/errors';
import { encodeWpdu, type Wpdu } from '#dlms/link/wrapper/wpdu';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import { consent, type NullAnswer, refusal } from './null-answers';
import { agreeableStation, refusingStation } from './null-stations';

/**
 * Meters that understand nothing. `mute` and `refuser` must pass no test that is worth its name, `yes-man` and `echo`
 * no negative one.
 */
export const nullMeterIds = ['mute', 'refuser', 'yes-man', 'echo'] as const;
export type NullMeterId = (typeof nullMeterIds)[number];

/**
 * Over HDLC they understand nothing of that either: `refuser` is disconnected whatever comes, `yes-man` agrees to every
 * frame, the wrong ones among them.
 * @throws LocalProtocolError for an id that none of them has
 */
export function nullMeter(id: string, link: NullLink = 'wrapper'): Endpoint {
  const reaction = REACTIONS.get(id);
  if (reaction === undefined) throw new LocalProtocolError(`there is no null meter ${id}`);
  return { connect: () => new NullConnection(reaction[link]()) };
}

/** The octets that go back for those that came, on one connection. */
export type Reaction = (octets: Uint8Array) => Uint8Array[];

/** A datagram is a WPDU like any other. */
type NullLink = 'wrapper' | 'hdlc';
type Reactions = Readonly<Record<NullLink, () => Reaction>>;

const SILENCE = () => () => [];
const ECHO = () => (octets: Uint8Array) => [octets.slice()];

const REACTIONS: ReadonlyMap<string, Reactions> = new Map<NullMeterId, Reactions>([
  ['mute', { wrapper: SILENCE, hdlc: SILENCE }],
  ['echo', { wrapper: ECHO, hdlc: ECHO }],
  ['refuser', { wrapper: () => overWrapper(refusal), hdlc: refusingStation }],
  ['yes-man', { wrapper: () => overWrapper(consent), hdlc: () => agreeableStation(consent) }],
]);

class NullConnection implements EndpointConnection {
  closed: 'fin' | 'rst' | undefined;
  readonly deadline = undefined;
  private readonly react: Reaction;
  private output: Uint8Array[] = [];

  constructor(react: Reaction) {
    this.react = react;
  }

  receive(octets: Uint8Array): void {
    if (this.closed === undefined) this.output.push(...this.react(octets));
  }

  end(): void {
    this.closed = 'fin';
  }

  lost(): void {
    this.closed ??= 'rst';
  }

  tick(): void {}

  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }
}

function overWrapper(answer: NullAnswer): Reaction {
  const reader = new WpduReader();
  return (octets) => {
    reader.push(new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength));
    const replies: Uint8Array[] = [];
    for (let wpdu = reader.next(); wpdu !== undefined; wpdu = reader.next()) replies.push(replyTo(wpdu, answer));
    return replies;
  };
}

function replyTo({ sourceWport, destinationWport, apdu }: Wpdu, answer: NullAnswer): Uint8Array {
  return encodeWpdu({
    sourceWport: destinationWport,
    destinationWport: sourceWport,
    apdu: encodeApdu(answer(apdu)),
  });
}
