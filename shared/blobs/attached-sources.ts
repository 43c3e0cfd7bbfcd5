import { InvalidInput } from '../errors.ts';
import { deriveId } from '../ids.ts';

/** A bucket, or a prefix of one, that belongs to somebody else and is only read. */
export interface AttachedSource {
  /** `s3://photos/2024/` */
  url: string;
  bucket: string;
  /** Empty, or ends in `/`. */
  prefix: string;
  /** Of the dataset that mirrors it: known before the dataset is made, so that events and rights can name it. */
  datasetId: string;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * What an installation may read beside its own bucket: `photos,archive/2024/`. Set at deployment; nobody can add to it
 * through the API.
 *
 * @throws InvalidInput when one is no bucket, or two lie in each other: their files would be taken in twice
 */
export function attachedSources(list = ''): AttachedSource[] {
  const sources = list
    .split(',')
    .map((one) => one.trim().replace(/^s3:\/\//, ''))
    .filter((one) => one !== '')
    .map((one): AttachedSource => {
      const [bucket, ...rest] = one.split('/');
      const path = rest.join('/');
      const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
      if (!BUCKET.test(bucket) || /[*?"{}$]/.test(prefix)) {
        throw new InvalidInput(`"${one}" is no bucket and prefix to attach: write photos or photos/2024/.`);
      }
      const url = `s3://${bucket}/${prefix}`;
      return { url, bucket, prefix, datasetId: deriveId('bucket', url) };
    });
  for (const one of sources) {
    const around = sources.find((other) => other !== one && one.url.startsWith(other.url));
    if (around) throw new InvalidInput(`${one.url} lies within ${around.url}; attach only one of them.`);
  }
  return sources;
}
