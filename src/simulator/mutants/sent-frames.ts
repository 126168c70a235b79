import type { ControlField } from '#dlms/link/hdlc/control';
import { encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';

/** Frames that the edit makes others of go out so; those of which it makes nothing go out as they are. */
export function sending(edit: (frame: HdlcFrame) => HdlcFrame | undefined) {
  return (octets: Uint8Array, frame: HdlcFrame): Uint8Array => {
    const edited = edit(frame);
    return edited === undefined ? octets : encodeFrame(edited);
  };
}

/** Frames go out with another control field. */
export function controlling(edit: (control: ControlField) => ControlField) {
  return sending((frame) => ({ ...frame, control: edit(frame.control) }));
}

/** Where FRMR is due, DM goes out. */
export const disconnectsInstead = sending((frame) =>
  frame.control.kind === 'FRMR'
    ? { ...frame, control: { kind: 'DM', pf: true }, information: new Uint8Array(0) }
    : undefined,
);
