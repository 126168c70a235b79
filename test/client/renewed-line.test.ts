import { describe, expect, it } from 'vitest';
import { FrameDialogue, type FramePort } from '#client/frame-dialogue';
import type { Heard } from '#client/heard-frames';
import { renewedAfterLink } from '#client/renewed-line';
import { serverAddress } from '#dlms/link/hdlc/address';
import type { ControlField } from '#dlms/link/hdlc/control';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import { MeterAddress } from '#dlms/link/hdlc/meter-address';
import { ManualClock } from '#time/manual-clock';

const CLIENT = 16;
const SERVER = serverAddress(2, 1, 18);
const UA: ControlField = { kind: 'UA', pf: true };
const DM: ControlField = { kind: 'DM', pf: true };
const RR: ControlField = { kind: 'RR', nr: 0, pf: true };

function responseOf(address: MeterAddress, control: ControlField): Uint8Array {
  const command = address.command(control);
  return encodeFrame({ ...command, destination: command.source, source: command.destination });
}

/** The answers of a meter to one transmission after another; `end`: it closes the connection instead. */
function dialogueWith(answers: readonly (ControlField | 'end')[]) {
  const address = new MeterAddress(CLIENT, SERVER);
  const clock = new ManualClock();
  const left = [...answers];
  let lines = 1;
  const port: FramePort = {
    clock,
    timeouts: { connectMs: 1, responseMs: 1, intraMessageMs: 1 },
    write: async () => undefined,
    receive: async () => {
      const answer = left.shift() ?? 'end';
      if (answer === 'end') return { kind: 'closed', by: 'fin', at: clock.now() };
      return { kind: 'octets', octets: responseOf(address, answer), at: clock.now() };
    },
    heard: () => undefined,
    idle: async () => undefined,
    event: () => undefined,
  };
  const renewed = renewedAfterLink(port, async () => {
    lines++;
  });
  const frames = new FrameDialogue(renewed, {
    client: CLIENT,
    server: SERVER,
    interOctetMs: undefined,
    proposal: {},
    link: undefined,
  });
  return { frames, lines: () => lines };
}

const kinds = (heard: Heard) => heard.frames.map(({ frame }) => frame.control.kind);

describe('a line that the meter closes', () => {
  it('is opened anew behind the end of a link, which it does not change', async () => {
    const { frames, lines } = dialogueWith([UA, 'end', DM]);
    await frames.exchange(frames.disc());
    const second = await frames.exchange(frames.disc());
    expect(kinds(second)).toEqual(['DM']);
    expect(second.closed).toBe(false);
    expect(lines()).toBe(2);
  });

  it('is opened anew once, not for ever', async () => {
    const { frames, lines } = dialogueWith([DM, 'end', 'end']);
    await frames.exchange(frames.disc());
    expect((await frames.exchange(frames.disc())).closed).toBe(true);
    expect(lines()).toBe(2);
  });

  it('has ended where a link was up', async () => {
    const { frames, lines } = dialogueWith([RR, 'end', RR]);
    await frames.exchange(frames.rr({ nr: 0 }));
    expect((await frames.exchange(frames.rr({ nr: 0 }))).closed).toBe(true);
    expect(lines()).toBe(1);
  });
});
