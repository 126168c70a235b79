import { fromHex, toHex } from '#dlms/codec/hex';
import { decodeControl } from '#dlms/link/hdlc/control';
import { encodeFrame } from '#dlms/link/hdlc/frame';

/** Frames of the reference between client 16 and server 1 in one octet. */
export const SNRM = '7EA0070321930F017E';
export const DISC = '7EA00703215303C77E';
export const UA = '7EA00721037301407E';
export const DM = '7EA00721031F6BE97E';
export const RR0 = '7EA00703211115A67E';
export const RR0_ANSWER = '7EA00721031115007E';
export const AARQ = '7EA02B032110FBAFE6E600601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0CAEA7E';
export const AARE =
  '7EA0372103306C7CE6E7006129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000501F01F40007190A7E';
export const GET = '7EA01903 21326FD8E6E600C001C1000100002A0000FF020012807E'.replaceAll(' ', '');
export const GET_ANSWER = '7EA0222103528E91E6E700C401C100091053494D3030303030303030303030303102217E';

/** A frame from client 16 to server 1 in one octet, in hex. */
export function command(control: number, information = '', segmented = false): string {
  return frame('03', '21', control, information, segmented);
}

/** A frame from server 1, in one octet unless told otherwise, to client 16, in hex. */
export function response(control: number, information = '', segmented = false, source = '03'): string {
  return frame('21', source, control, information, segmented);
}

function frame(to: string, from: string, control: number, information: string, segmented: boolean): string {
  const [destination, source] = [fromHex(to), fromHex(from)];
  const fields = { destination, source, control: decodeControl(control), segmented, information: fromHex(information) };
  return toHex(encodeFrame(fields));
}
