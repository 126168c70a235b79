export const octets = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
