import * as z from 'zod';

/** Merge into a list route's query, and hand `{ limit, pageToken }` to the store as it is. */
export const pageQuery = {
  pageToken: z.string().max(4096).optional().meta({ description: 'The `nextPageToken` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(500).default(50),
};

/** `{ items, nextPageToken? }`; no token: this was the last page. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), nextPageToken: z.string().optional() });
}
