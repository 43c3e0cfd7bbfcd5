import type { Blobs } from '../blobs/blobs.ts';
import { contentTypeOf } from '../blobs/content-type.ts';
import { DestinationUnwritable } from '../errors.ts';
import type { BucketPlace } from './bucket-places.ts';
import type { Destinations } from './destinations.ts';
import { placeOf } from './named-places.ts';
import { requirePathWithin } from './require-path-within.ts';

/** Destinations in buckets, with no right but to put objects below their prefixes. */
export function bucketDestinations(
  places: BucketPlace[],
  blobsOf: (bucket: string) => Pick<Blobs, 'put'>,
): Destinations {
  const known = new Map(places.map((place) => [place.name, place]));
  return {
    list: () => places.map(({ name, location }) => ({ name, location })),
    open: (name, folder) => {
      const place = placeOf(known, name);
      const blobs = blobsOf(place.bucket);
      const root = `${place.prefix}${requirePathWithin(folder)}/`;
      return {
        location: `s3://${place.bucket}/${root}`,
        put: async (path, body) => {
          const contentType = contentTypeOf(path);
          const key = root + requirePathWithin(path);
          const { size } = await blobs.put(key, body, { contentType }).catch((error: unknown) => {
            throw isRefusal(error) ? new DestinationUnwritable(name, error) : error;
          });
          return { size };
        },
        // An upload that breaks off is given up, and leaves nothing.
        tidy: async () => {},
      };
    },
  };
}

/** The bucket is gone, elsewhere or closed to us; all else may pass. */
function isRefusal(error: unknown): error is Error {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata
    ?.httpStatusCode;
  return error instanceof Error && (status === 403 || status === 404 || status === 301);
}
