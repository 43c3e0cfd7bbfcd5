import { InvalidInput } from '../errors.ts';
import { namedPlaces } from './named-places.ts';

/** A bucket, or a prefix of one, that exports may be written to and that is never read. */
export interface BucketPlace {
  name: string;
  /** `s3://trainers/lapidary/` */
  location: string;
  bucket: string;
  /** Empty, or ends in `/`. */
  prefix: string;
}

const PLACE = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/**
 * Where an installation may write exports to beside its own bucket: `trainers=s3://bucket/prefix,archive=s3://other`. Set
 * at deployment; nobody can add to it through the API.
 *
 * @throws InvalidInput when one is no bucket and prefix
 */
export function bucketPlaces(list = ''): BucketPlace[] {
  const named = namedPlaces(list.split(',').filter((one) => one.trim() !== ''));
  return [...named].map(([name, place]) => {
    const [, bucket, path = ''] = PLACE.exec(place) ?? [];
    const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
    const isPlain = prefix
      .split('/')
      .every((part, i, all) => part !== '..' && (part !== '' || i === all.length - 1));
    if (bucket === undefined || !isPlain || /[*?"{}$\\\s]/.test(prefix)) {
      throw new InvalidInput(
        `"${place}" is no bucket and prefix to write to: write s3://trainers or s3://trainers/lapidary/.`,
      );
    }
    return { name, location: `s3://${bucket}/${prefix}`, bucket, prefix };
  });
}
