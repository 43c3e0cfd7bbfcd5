import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const python = process.env.LAPIDARY_PYTHON;
if (python === undefined) {
  console.warn(
    'LAPIDARY_PYTHON names no Python with pycocotools and the others: the goldens are taken as they are.',
  );
}

/** The scripts say at their top which packages they need; `--check` compares with the committed file. */
describe.skipIf(python === undefined)('the goldens of evaluation, made again', () => {
  it.each(['eval-geometry.py', 'eval-coco.py', 'eval-metrics.py'])(
    '%s gives the committed file',
    async (script) => {
      await expect(run(python!, [join(import.meta.dirname, script), '--check'])).resolves.toBeDefined();
    },
    300_000,
  );
});

const regions = process.env.LAPIDARY_REGIONS_PYTHON;

describe.skipIf(regions === undefined)('the goldens of regions and kinds of error, made again', () => {
  it.each(['eval-regions.py', 'eval-tide.py'])(
    '%s gives the committed file',
    async (script) => {
      await expect(run(regions!, [join(import.meta.dirname, script), '--check'])).resolves.toBeDefined();
    },
    300_000,
  );
});
