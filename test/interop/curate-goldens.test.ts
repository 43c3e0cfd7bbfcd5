import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { measureImage } from '../../shared/curation/measure-image.ts';

interface Golden extends Record<string, number | string> {
  phash: string;
  dhash: string;
  /** sha256 of the RGB bytes that OpenCV decoded and measured. */
  pixels: string;
}

const run = promisify(execFile);
const PHOTOGRAPHS = new URL('../../../shared/fixtures/coco20/images/', import.meta.url);
const goldens = JSON.parse(
  await readFile(new URL('./curate-goldens.json', import.meta.url), 'utf8'),
) as Record<string, Golden>;

/**
 * curate-goldens.json is what OpenCV and imagehash say about 20 photographs (curate-goldens.py). Exactness is about
 * the same decoded pixels, which the sha256 of the pixels proves. OpenCV knows no colour profiles, so neither does
 * the decode here.
 */
describe.skipIf(!existsSync(PHOTOGRAPHS))('photographs (skipped: shared fixtures are absent)', () => {
  test.each(Object.entries(goldens))('%s is measured as OpenCV and imagehash do', async (name, golden) => {
    const { data, info } = await sharp(await readFile(new URL(name, PHOTOGRAPHS)), { ignoreIcc: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { metrics, phash, dhash } = measureImage(data, info.width, info.height);
    expect(createHash('sha256').update(data).digest('hex'), 'the decoded pixels').toBe(golden.pixels);
    for (const [metric, value] of Object.entries(metrics))
      if (metric in golden)
        expect(Math.abs(value - Number(golden[metric])), metric).toBeLessThanOrEqual(1e-12 * value);
    expect({ phash, dhash }).toEqual({ phash: golden.phash, dhash: golden.dhash });
  });

  // The golden file itself, made again: LAPIDARY_PYTHON names a Python with the packages of curate-goldens.py.
  const python = process.env.LAPIDARY_PYTHON;
  test.skipIf(python === undefined)('the goldens are what OpenCV and imagehash say today', async () => {
    const script = fileURLToPath(new URL('./curate-goldens.py', import.meta.url));
    const { stdout } = await run(python!, [script, fileURLToPath(PHOTOGRAPHS)]);
    expect(JSON.parse(stdout)).toEqual(goldens);
  });
});
