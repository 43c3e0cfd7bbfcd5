import type { ApiClient } from '../../shared/client/api-client.ts';

interface Page<T> {
  items: T[];
  nextPageToken?: string;
}

/** Every item of a list, page by page; `most` ends it early. */
export async function listAll<T>(client: ApiClient, path: string, most = Infinity): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const join = path.includes('?') ? '&' : '?';
    const more = token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`;
    const { body } = await client.call<Page<T>>('GET', `${path}${join}limit=100${more}`);
    items.push(...body.items);
    token = body.nextPageToken;
  } while (token !== undefined && items.length < most);
  return items.slice(0, most);
}
