import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(
  (
    password: string,
    salt: Buffer,
    length: number,
    cost: number,
    done: (error: Error | null, key: Buffer) => void,
  ) => {
    // 128 · N · r bytes are needed; the default limit is just below that.
    scrypt(password.normalize('NFKC'), salt, length, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }, done);
  },
);

/** scrypt's N: 32 MB and some 80 ms per guess. */
const COST = 2 ** 15;
const KEY_BYTES = 32;

/** `scrypt$<N>$<salt>$<key>`, so that a higher cost can come later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, KEY_BYTES, COST);
  return ['scrypt', COST, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Takes as long for an account without a password, or without an account, as for a wrong one. */
export async function isPasswordRight(password: string, hash: string | undefined): Promise<boolean> {
  const [, cost, salt, key] = (hash ?? '').split('$');
  const expected = Buffer.from(key ?? '', 'base64url');
  const given = await derive(password, Buffer.from(salt ?? '', 'base64url'), KEY_BYTES, Number(cost) || COST);
  return expected.length === KEY_BYTES && timingSafeEqual(given, expected);
}
