import { createHash } from 'node:crypto';
import * as z from 'zod';
import { InvalidInput } from '../../shared/errors.ts';

/** Merge into a list route's query: `z.object({ ...pageQuery, datasetId: z.string() })`. */
export const pageQuery = {
  pageToken: z.string().max(4096).optional().meta({ description: 'The `nextPageToken` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

/** `{ items, nextPageToken? }`; no token: this was the last page. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), nextPageToken: z.string().optional() });
}

/**
 * Makes a store's position opaque. `scope` names the list and its filters (`assets:<datasetId>:ready`), so a token
 * of one list is refused by another. A token is not a secret and grants nothing.
 */
export function encodePageToken(scope: string, position: unknown): string | undefined {
  if (position === undefined) return undefined;
  const text = JSON.stringify(position);
  return Buffer.from(`${checksum(scope, text)}${text}`).toString('base64url');
}

/** @throws InvalidInput when the token was not given out for this list. */
export function decodePageToken(scope: string, token: string | undefined): unknown {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const position = text.slice(CHECKSUM_LENGTH);
  if (text.slice(0, CHECKSUM_LENGTH) !== checksum(scope, position)) {
    throw new InvalidInput(
      'This page token does not belong to this list; start again without one, and keep the filters while paging.',
      { issues: [{ path: 'pageToken', message: 'Not a token of this list.' }] },
    );
  }
  return JSON.parse(position);
}

const CHECKSUM_LENGTH = 16;

function checksum(scope: string, text: string): string {
  return createHash('sha256').update(`${scope}\n${text}`).digest('hex').slice(0, CHECKSUM_LENGTH);
}
