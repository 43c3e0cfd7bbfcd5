import { NotAllowed } from '../errors.ts';
import type { AttachedSource } from './attached-sources.ts';
import { blobKeys } from './blob-keys.ts';
import type { Blobs } from './blobs.ts';

/**
 * Blobs in which the images of some datasets lie in buckets of somebody else, which are only read. A file's key in its
 * dataset is its whole key in that bucket, so the event of its arrival needs no looking up.
 */
export function attachedBlobs(
  own: Blobs,
  sources: AttachedSource[],
  blobsOf: (bucket: string) => Blobs,
): Blobs {
  if (sources.length === 0) return own;
  const attached = sources.map((source) => ({
    ...source,
    root: blobKeys.image(source.datasetId, ''),
    blobs: blobsOf(source.bucket),
  }));

  function at(key: string): { blobs: Blobs; key: string } | undefined {
    const source = attached.find(({ root }) => key.startsWith(root));
    return source && { blobs: source.blobs, key: key.slice(source.root.length) };
  }
  function refuse(key: string): void {
    if (at(key) === undefined) return;
    throw new NotAllowed('This dataset mirrors a bucket that is only read: change the files there.', { key });
  }

  return {
    put: async (key, body, options) => {
      refuse(key);
      return own.put(key, body, options);
    },
    get: async (key) => {
      const there = at(key);
      return there ? there.blobs.get(there.key) : own.get(key);
    },
    stream: async (key, range) => {
      const there = at(key);
      return there ? there.blobs.stream(there.key, range) : own.stream(key, range);
    },
    head: async (key) => {
      const there = at(key);
      return there ? there.blobs.head(there.key) : own.head(key);
    },
    list: async (prefix, page) => {
      const source = attached.find(({ root }) => prefix.startsWith(root));
      if (!source) return own.list(prefix, page);
      const within = prefix.slice(source.root.length);
      const { items, next } = await source.blobs.list(within === '' ? source.prefix : within, {
        ...page,
        after: page?.after?.slice(source.root.length),
      });
      return {
        items: items.map((item) => ({ ...item, key: source.root + item.key })),
        ...(next === undefined ? {} : { next: source.root + next }),
      };
    },
    delete: async (key) => {
      refuse(key);
      await own.delete(key);
    },
    signedUrl: async (key, link) => {
      if (link.method === 'PUT') refuse(key);
      const there = at(key);
      return there ? there.blobs.signedUrl(there.key, link) : own.signedUrl(key, link);
    },
  };
}
