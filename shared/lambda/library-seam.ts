import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobModelLibrary } from '../models/blob-model-library.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { Seams } from './seams.ts';

/** Which models there are: the host's, else those of the bucket, and what was packed beside the function. */
export function librarySeam(
  seams: Pick<Seams, 'models' | 'blobs'>,
  env: Record<string, string | undefined> = process.env,
): ModelLibrary {
  return (
    seams.models?.library ??
    blobModelLibrary({
      blobs: seams.blobs,
      folder: join(tmpdir(), 'models'),
      folders: [join(env.LAMBDA_TASK_ROOT ?? '/var/task', 'models')],
    })
  );
}
