import { portLost } from '#dlms/errors';
import type { Cancel, Clock, Instant } from '#time/clock';
import { COM_PORT, type ComPortAnswer, type ComPortCommand, comPortAnswer } from './rfc2217';
import { TELNET, type TelnetEvent, TelnetReader, telnetNegotiation, type Verb } from './telnet';

export interface Rfc2217Session {
  readonly description: string;
  readonly clock: Clock;
  /** how long a server may take to acknowledge, in ms */
  readonly acknowledgeMs: number;
  readonly send: (octets: Uint8Array) => void;
  readonly arrived: (octets: Uint8Array) => void;
}

interface Pending {
  readonly isDone: (event: TelnetEvent) => string | boolean;
  readonly settle: (fault?: string) => void;
}

/** Options that this end wants on both sides; whatever else the server offers is refused. */
const WANTED: readonly number[] = [TELNET.binary, TELNET.suppressGoAhead, TELNET.comPort];

/** The talk with an RFC 2217 server about the port, beside the octets of the line. */
export class Rfc2217Client {
  private readonly session: Rfc2217Session;
  private readonly reader = new TelnetReader();
  private readonly pending = new Set<Pending>();
  private readonly answered = new Set<string>();
  private suspended = false;

  constructor(session: Rfc2217Session) {
    this.session = session;
  }

  take(octets: Uint8Array): void {
    for (const event of this.reader.take(octets)) this.event(event);
  }

  /** Whatever is waited for will not come. */
  closed(): void {
    for (const { settle } of [...this.pending]) settle('the server closed the connection');
  }

  /** @throws LineLost when the server does not take part */
  async negotiate(): Promise<void> {
    const { binary, suppressGoAhead, comPort } = TELNET;
    const agreed = this.waitFor(
      'no serial port that can be set (a telnet(rfc2217) port is needed, not raw TCP)',
      (event) => {
        if (event.kind !== 'negotiation' || event.option !== comPort) return false;
        return event.verb === 'dont'
          ? 'the server refuses it: it forwards a port, but cannot set one'
          : event.verb === 'do';
      },
    );
    for (const option of [binary, suppressGoAhead]) {
      this.say('will', option);
      this.say('do', option);
    }
    this.say('will', comPort);
    await agreed;
  }

  /** Sends the commands and waits until each is acknowledged. @throws LineLost that names the first that is not */
  async command(...commands: readonly ComPortCommand[]): Promise<void> {
    const done = commands.map((wanted) =>
      this.waitFor(wanted.text, (event) => {
        const answer = comPortAnswer(event);
        return answer?.code === wanted.code && verdictOn(answer, wanted);
      }),
    );
    for (const { octets } of commands) this.session.send(octets);
    await allOf(done);
  }

  /** Resolves when the server wants octets; at once unless it has suspended the flow. */
  async ready(): Promise<void> {
    if (!this.suspended) return;
    await this.waitFor(
      'the end of a suspended flow',
      (event) => comPortAnswer(event)?.code === COM_PORT.flowControlResume,
    );
  }

  private event(event: TelnetEvent): void {
    if (event.kind === 'octets') this.session.arrived(event.octets);
    if (event.kind === 'negotiation') this.answer(event.verb, event.option);
    const code = comPortAnswer(event)?.code;
    if (code === COM_PORT.flowControlSuspend) this.suspended = true;
    if (code === COM_PORT.flowControlResume) this.suspended = false;
    for (const { isDone, settle } of [...this.pending]) {
      const verdict = isDone(event);
      if (verdict !== false) settle(verdict === true ? undefined : verdict);
    }
  }

  /** What this end has asked for needs no answer; everything else gets one, and only once, so that no loop can arise. */
  private answer(verb: Verb, option: number): void {
    if (verb === 'wont' || verb === 'dont') return;
    const isWanted = WANTED.includes(option);
    if (verb === 'will') this.say(isWanted ? 'do' : 'dont', option);
    else this.say(isWanted ? 'will' : 'wont', option);
  }

  private say(verb: Verb, option: number): void {
    const said = `${verb} ${option}`;
    if (this.answered.has(said)) return;
    this.answered.add(said);
    this.session.send(telnetNegotiation(verb, option));
  }

  private waitFor(what: string, isDone: Pending['isDone']): Promise<void> {
    const { clock, acknowledgeMs, description } = this.session;
    const deadline: Instant = clock.now() + acknowledgeMs;
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        isDone,
        settle: (fault) => {
          cancel();
          this.pending.delete(pending);
          if (fault === undefined) resolve();
          else reject(portLost(`${description}: ${what}: ${fault}`));
        },
      };
      const cancel: Cancel = clock.at(deadline, () => pending.settle(`not acknowledged within ${acknowledgeMs} ms`));
      this.pending.add(pending);
    });
  }
}

function verdictOn({ value }: ComPortAnswer, { expected }: ComPortCommand): string | true {
  if (expected === undefined || value === expected) return true;
  return `the server answered with the value ${value}: its port cannot do that`;
}

/** All are waited for, so that none is left to fail unseen. */
async function allOf(promises: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(promises)) if (outcome.status === 'rejected') throw outcome.reason;
}
