import type { AttachedSource } from '../../shared/blobs/attached-sources.ts';
import type { BucketPlace } from '../../shared/destinations/bucket-places.ts';
import { InvalidInput } from '../../shared/errors.ts';

/**
 * An export must not come back as new images, nor lie among our own files.
 *
 * @throws InvalidInput for a destination in an attached bucket or prefix, around one, or in Lapidary's own bucket
 */
export function refuseLoops(destinations: BucketPlace[], attached: AttachedSource[], stage: string): void {
  const own = new RegExp(`^lapidary-${stage}-\\d{12}-`);
  for (const { name, location, bucket } of destinations) {
    if (own.test(bucket))
      throw new InvalidInput(`The destination ${name} is Lapidary's own bucket; name another one.`);
    const read = attached.find(({ url }) => location.startsWith(url) || url.startsWith(location));
    if (read)
      throw new InvalidInput(
        `The destination ${name} and the attached ${read.url} lie in each other: exports would come back as images.`,
      );
  }
}
