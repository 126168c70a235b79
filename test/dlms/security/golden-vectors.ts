import { fromHex } from '#dlms/codec/hex';
import golden from '../../../fixtures/vectors/golden.json';

const TOPICS: Readonly<Record<'acse' | 'security', Readonly<Record<string, string>>>> = golden;

/** @throws Error when there is no such vector */
export function vector(topic: 'acse' | 'security', name: string): Uint8Array {
  const hex = TOPICS[topic][name];
  if (hex === undefined) throw new Error(`no golden vector ${topic}/${name}`);
  return fromHex(hex);
}

export const GUEK = fromHex('000102030405060708090A0B0C0D0E0F');
export const GAK = fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF');
export const GBEK = fromHex('0F0E0D0C0B0A09080706050403020100');
export const DEDICATED = fromHex('00112233445566778899AABBCCDDEEFF');
export const GUEK_256 = fromHex('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F');
export const GAK_256 = fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF');
export const CLIENT_TITLE = fromHex('4D4D4D0000000001');
export const SERVER_TITLE = fromHex('4D4D4D0000BC614E');
export const CTOS = new Uint8Array(Buffer.from('K56iVagY', 'latin1'));
export const STOC = new Uint8Array(Buffer.from('P6wRJ21F', 'latin1'));
