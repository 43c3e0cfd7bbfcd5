import { InvalidInput } from '../../errors.ts';

/** One page of a list; `nextPageToken` is missing on the last one. */
export interface Page<T> {
  items: T[];
  nextPageToken?: string;
}

export interface PageRequest {
  /** At most this many items; 50 unless told otherwise. */
  limit?: number;
  pageToken?: string;
}

export const DEFAULT_PAGE_SIZE = 50;

/** Where a list goes on: the partition's index (0 when there is one partition) and the last sort key given. */
export interface Cursor {
  partition: number;
  after?: string;
}

/** Opaque to clients, so that the layout behind it may change. */
export function encodePageToken(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([1, cursor.partition, cursor.after ?? ''])).toString('base64url');
}

/** @throws InvalidInput when the token did not come from this API. */
export function decodePageToken(token: string | undefined): Cursor {
  if (token === undefined) return { partition: 0 };
  try {
    const [version, partition, after] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    const isPlace = Number.isInteger(partition) && Number(partition) >= 0;
    if (version === 1 && isPlace && typeof after === 'string' && isSortKey(after)) {
      return { partition: Number(partition), ...(after === '' ? {} : { after }) };
    }
  } catch {
    // Answered below, like every other token that is not ours.
  }
  throw foreignPageToken();
}

/** The token is of another list, or of nobody. */
export function foreignPageToken(): InvalidInput {
  return new InvalidInput(
    'The page token is not one of this list: use nextPageToken of the previous answer as it is, with the same filters.',
    { path: 'pageToken' },
  );
}

/** The database takes no longer sort keys, and no broken text. */
function isSortKey(text: string): boolean {
  return text.isWellFormed() && Buffer.byteLength(text) < 1024;
}
