import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes for whoever signs in, and the hash under which the table knows them. */
export function newSecretToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: hashToken(token) };
}

/** A plain SHA-256 is enough: 256 random bits cannot be guessed, unlike a password. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
