import { isAbsolute, join } from 'node:path';
import { given } from './given';
import { mediumOf } from './medium';
import type { OtherMeter, SerialFormat, SignOnSettings, SimulatorSettings, TransportSettings } from './rig';
import type { RigSource } from './rig-source';
import type { TransportDocument } from './transport-schema';

type Fields<K extends TransportDocument['kind']> = Extract<TransportDocument, { kind: K }>;
type Simulator = Fields<'simulator'>;
type SerialFields = { readonly [K in keyof SerialFormat]?: SerialFormat[K] | undefined };
type SignOnFields = Pick<Simulator, 'maxBaud' | 'wakeUp' | 'parityBy' | 'echo'>;

const DEFAULT_BAUD = 9600;
const FASTEST_BAUD = 19200;

/**
 * How the meter is reached, with what follows from other fields filled in.
 *
 * @throws RigError for a field that this kind of transport cannot honour
 */
export function transportOf(transport: TransportDocument, source: RigSource): TransportSettings {
  const settings = new TransportReader(source).settings(transport);
  refuseGapsInDatagrams(settings, source);
  return settings;
}

/** A datagram comes whole or not at all. */
function refuseGapsInDatagrams(transport: TransportSettings, source: RigSource): void {
  const { timeouts } = source.fields;
  if (mediumOf(transport) !== 'udp' || typeof timeouts !== 'object' || timeouts === null) return;
  if (!('intraMessageMs' in timeouts)) return;
  throw source.problem(['timeouts', 'intraMessageMs'], 'is not used over UDP: a datagram comes whole or not at all');
}

class TransportReader {
  constructor(private readonly source: RigSource) {}

  settings(transport: TransportDocument): TransportSettings {
    switch (transport.kind) {
      case 'tcp':
        return given(transport);
      case 'udp':
        return { ...given(transport), framing: this.wrapperOnly(transport.framing) };
      case 'serial':
        return this.serial(transport);
      case 'optical': {
        const { kind, path } = transport;
        return { kind, framing: this.hdlcOnly(transport.framing), path, signOn: signOnOf(transport) };
      }
      case 'rfc2217':
        return this.rfc2217(transport);
      case 'simulator':
        return this.simulator(transport);
    }
  }

  private serial(transport: Fields<'serial'>): TransportSettings {
    const { kind, path, echo } = transport;
    const framing = this.hdlcOnly(transport.framing);
    return { kind, framing, path, serial: this.format(transport), echo };
  }

  private rfc2217(transport: Fields<'rfc2217'>): TransportSettings {
    const { kind, host, port, echo } = transport;
    const reached = { kind, framing: this.hdlcOnly(transport.framing), host, port } as const;
    if (transport.signOn === 'modeE') {
      this.refuse(transport, ['baud', 'dataBits', 'parity', 'stopBits'], MODE_E_SPEED);
      return { ...reached, signOn: signOnOf(transport) };
    }
    this.refuse(transport, ['maxBaud', 'wakeUp', 'parityBy'], 'belongs to signOn: modeE');
    return { ...reached, serial: this.format(transport), echo: this.directEcho(echo) };
  }

  private simulator(transport: Simulator): SimulatorSettings {
    const { kind, line } = transport;
    const meter = this.path(transport.meter);
    this.refuseOfSimulator(transport);
    if (line === 'serial') {
      const serial = this.format({ baud: transport.baud });
      const echo = this.directEcho(transport.echo);
      return { kind, line, meter, framing: this.hdlcOnly(transport.framing), serial, echo, ...this.others(transport) };
    }
    if (line === 'optical') {
      const framing = this.hdlcOnly(transport.framing);
      return { kind, line, meter, framing, signOn: signOnOf(transport), ...this.others(transport) };
    }
    if (line === 'memory') return { kind, line, meter, framing: transport.framing ?? 'wrapper' };
    const at = { host: transport.host ?? '127.0.0.1', ...given({ hostV6: transport.hostV6 }) };
    if (line === 'udp') return { kind, line, meter, framing: this.wrapperOnly(transport.framing), ...at };
    return { kind, line, meter, framing: transport.framing ?? 'wrapper', ...at };
  }

  private refuseOfSimulator(transport: Simulator): void {
    const { line } = transport;
    if (line !== 'tcp' && line !== 'udp') {
      this.refuse(transport, ['host', 'hostV6'], 'belongs to line: tcp or udp');
    }
    if (line !== 'serial') {
      this.refuse(transport, ['baud'], line === 'optical' ? MODE_E_SPEED : 'belongs to line: serial');
    }
    if (line !== 'optical') this.refuse(transport, ['maxBaud', 'wakeUp', 'parityBy'], 'belongs to line: optical');
    if (line !== 'serial' && line !== 'optical') {
      this.refuse(transport, ['echo', 'otherMeters'], 'belongs to line: serial or optical');
    }
  }

  private others({ otherMeters = [] }: Simulator): { readonly others: readonly OtherMeter[] } {
    return { others: otherMeters.map((other) => ({ ...other, meter: this.path(other.meter) })) };
  }

  private format({ baud = DEFAULT_BAUD, dataBits = 8, parity = 'none', stopBits = 1 }: SerialFields): SerialFormat {
    if (dataBits !== 8)
      throw this.problem('dataBits', 'HDLC needs 8 data bits; a port that starts at 7E1 is kind: optical');
    return { baud, dataBits, parity, stopBits };
  }

  /** What finds echoes out by itself belongs to the sign-on. */
  private directEcho(echo: boolean | 'auto' | undefined): boolean {
    if (echo === 'auto') throw this.problem('echo', 'auto belongs to a sign-on by mode E, expected true or false');
    return echo ?? false;
  }

  private hdlcOnly(framing: 'wrapper' | 'hdlc' | undefined): 'hdlc' {
    if (framing === 'wrapper') throw this.problem('framing', 'a serial line carries HDLC only, expected hdlc');
    return 'hdlc';
  }

  private wrapperOnly(framing: 'wrapper' | 'hdlc' | undefined): 'wrapper' {
    if (framing === 'hdlc')
      throw this.problem('framing', 'UDP carries the wrapper only, expected wrapper (HDLC: kind: tcp)');
    return 'wrapper';
  }

  private refuse<T extends object>(transport: T, names: readonly (keyof T & string)[], text: string): void {
    for (const name of names) if (transport[name] !== undefined) throw this.problem(name, text);
  }

  private problem(field: string, text: string): Error {
    return this.source.problem(['transport', field], text);
  }

  private path(file: string): string {
    return isAbsolute(file) ? file : join(this.source.folderOf(['transport']), file);
  }
}

const MODE_E_SPEED = 'mode E starts at 300 7E1 and changes the speed by itself: maxBaud limits it';

function signOnOf({
  maxBaud = FASTEST_BAUD,
  wakeUp = false,
  echo = 'auto',
  parityBy = 'software',
}: SignOnFields): SignOnSettings {
  return { maximumBaud: maxBaud, wakesUp: wakeUp, echo, parityBy };
}
