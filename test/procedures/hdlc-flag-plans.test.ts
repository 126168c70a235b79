import { describe, expect, it } from 'vitest';
import { commandOf, FrameDialogue, type FrameOptions, type FramePort } from '#client/frame-dialogue';
import { type ServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { FLAG } from '#dlms/link/hdlc/frame';
import { DEFAULT_PARAMETERS } from '#dlms/link/hdlc/negotiation-parameters';
import { encodeFlaggedGet, type FlagPlan, inFrameCheck, inHeaderCheck, passingBy } from '#procedures/hdlc-flag-plans';
import { ManualClock } from '#time/manual-clock';

const CLIENTS = [1, 16, 32, 48, 102];
const SERVERS: readonly ServerAddress[] = [
  serverAddress(1, 1),
  serverAddress(1, 17),
  ...[1, 16, 17, 99, 125].map((lower) => serverAddress(2, 1, lower)),
  ...[17, 256, 4660, 16381].map((lower) => serverAddress(4, 1, lower)),
];
const MOST_STEPS = 64;

const unused = (): never => {
  throw new Error('nothing is sent');
};

function dialogue(client: number, server: ServerAddress): FrameDialogue {
  const port: FramePort = {
    clock: new ManualClock(),
    timeouts: { connectMs: 1, responseMs: 1, intraMessageMs: 1 },
    write: unused,
    receive: unused,
    heard: unused,
    idle: unused,
    event: unused,
  };
  const link = { parameters: DEFAULT_PARAMETERS, numbers: { vs: 1, vr: 1 } };
  return new FrameDialogue(port, { client, server, interOctetMs: undefined, proposal: {}, link });
}

/** As the meter would acknowledge and answer it. */
function pass(frames: FrameDialogue, { cutAt }: FlagPlan): void {
  const { vs, vr } = frames.numbers;
  frames.numbers = { vs: (vs + (cutAt === undefined ? 1 : 2)) % 8, vr: (vr + 1) % 8 };
}

function framesOf({ get, cutAt }: FlagPlan, frames: FrameDialogue): readonly Uint8Array[] {
  const message = commandOf(encodeFlaggedGet(get));
  if (cutAt === undefined) return [frames.i(message)];
  const next: FrameOptions = { ns: (frames.numbers.vs + 1) % 8 };
  return [frames.i(message.subarray(0, cutAt), { segmented: true }), frames.i(message.subarray(cutAt), next)];
}

/** HCS stands behind format, addresses and control. */
function headerCheckOf(frame: Uint8Array, server: ServerAddress): Uint8Array {
  const at = 1 + 2 + server.length + 1 + 1;
  return frame.subarray(at, at + 2);
}

describe('reads that are chosen for an octet', () => {
  const pairs = CLIENTS.flatMap((client) => SERVERS.map((server) => [client, server] as const));

  it('have a flag in either octet of FCS', () => {
    const frames = dialogue(16, serverAddress(1, 1));
    const plans = inFrameCheck(frames);
    for (const index of [-3, -2]) {
      const holding = plans.filter(({ get }) => frames.i(commandOf(encodeFlaggedGet(get))).at(index) === FLAG);
      expect(holding.some(({ get }) => !get.exists)).toBe(true);
    }
    expect(plans.some(({ get }) => get.exists)).toBe(true);
  });

  it.each(pairs)('have one in HCS within all numbers, from client %i to %o', (client, server) => {
    const frames = dialogue(client, server);
    let plan: FlagPlan | undefined;
    for (let step = 0; step < MOST_STEPS && plan === undefined; step++) {
      plan = inHeaderCheck(frames, step);
      if (plan === undefined) pass(frames, passingBy(step));
    }
    const checks = plan === undefined ? [] : framesOf(plan, frames).map((frame) => headerCheckOf(frame, server));
    expect(checks.some((check) => check.includes(FLAG))).toBe(true);
  });
});
