import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function encodeBase32(bytes: Uint8Array, length: number): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
  }
  return text;
}

/** A new id of 20 characters, `[0-9a-z]`, that sorts by the millisecond of its making. */
export function newId(now: Date = new Date()): string {
  const bytes = randomBytes(13);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  return encodeBase32(bytes, 20);
}

/** The same parts give the same id of 20 characters: creating a thing twice is harmless. */
export function deriveId(...parts: string[]): string {
  const hash = createHash('sha256');
  // The length in front keeps ("ab", "c") and ("a", "bc") apart.
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return encodeBase32(hash.digest(), 20);
}
