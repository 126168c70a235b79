import { PeerProtocolError } from '#dlms/errors';

/** Why a frame with a right FCS was rejected: `w` control undefined, `x` information not permitted, `y` too long, `z` N(R) wrong. */
export interface RejectReasons {
  readonly w: boolean;
  readonly x: boolean;
  readonly y: boolean;
  readonly z: boolean;
}

/** The information field of FRMR, modulo 8 (ISO/IEC 13239, hdlc.md 9.2). */
export interface FrmrInformation extends RejectReasons {
  /** the rejected control field as received */
  readonly control: number;
  readonly vs: number;
  readonly vr: number;
  /** whether the rejected frame was a response */
  readonly isResponse: boolean;
}

export type RejectCause = 'unknown-control' | 'surplus-information' | 'information-too-long' | 'receive-number';

const NOT: RejectReasons = { w: false, x: false, y: false, z: false };

export const REJECT_REASONS: Readonly<Record<RejectCause, RejectReasons>> = {
  'unknown-control': { ...NOT, w: true },
  'surplus-information': { ...NOT, w: true, x: true },
  'information-too-long': { ...NOT, y: true },
  'receive-number': { ...NOT, z: true },
};

const LENGTH = 3;

/** Octets: rejected control; V(S), C/R, V(R); W, X, Y, Z. Bits are counted from the least significant. */
export function encodeFrmr({ control, vs, vr, isResponse, w, x, y, z }: FrmrInformation): Uint8Array {
  const reasons = (w ? 1 : 0) | (x ? 2 : 0) | (y ? 4 : 0) | (z ? 8 : 0);
  return Uint8Array.of(control, (vs << 1) | (isResponse ? 0x10 : 0) | (vr << 5), reasons);
}

/**
 * Reserved bits are passed over: some stations count the bits from the other end.
 * @returns undefined for an empty field, which many meters send
 * @throws PeerProtocolError when the field has another length than three octets
 */
export function decodeFrmr(information: Uint8Array): FrmrInformation | undefined {
  if (information.length === 0) return undefined;
  const [control, numbers, reasons] = information;
  if (information.length !== LENGTH || control === undefined || numbers === undefined || reasons === undefined) {
    throw new PeerProtocolError(
      'FRMR: expected three octets of information',
      information,
      Math.min(information.length, LENGTH),
    );
  }
  return {
    control,
    vs: (numbers >>> 1) & 7,
    vr: numbers >>> 5,
    isResponse: (numbers & 0x10) !== 0,
    w: (reasons & 1) !== 0,
    x: (reasons & 2) !== 0,
    y: (reasons & 4) !== 0,
    z: (reasons & 8) !== 0,
  };
}
