import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { normalizeVectors } from '../../shared/curation/vectors/vector-table.ts';
import { seededRandom } from '../../shared/curation/seeded-random.ts';

const PHOTOGRAPHS = new URL('../../../shared/fixtures/coco20/images/', import.meta.url);

/** Clouds of float32 vectors, the same for the same seed. */
export function clouds(count: number, dimensions: number, centers: number, spread: number, seed: number) {
  const random = seededRandom(seed);
  const middles = Float32Array.from({ length: centers * dimensions }, () => random() * 2);
  const data = Float32Array.from({ length: count * dimensions }, (_, at) => {
    const center = Math.floor(at / dimensions) % centers;
    return middles[center * dimensions + (at % dimensions)] + (random() + random() + random() - 1.5) * spread;
  });
  return { count, dimensions, data };
}

/** Writes the same inputs for both sides: 24 pictures of 1.66 megapixels, and vectors as raw float32. */
export async function makeData(folder: string) {
  const photographs = join(folder, 'photographs');
  await mkdir(photographs, { recursive: true });
  const sources = existsSync(PHOTOGRAPHS) ? await readdir(PHOTOGRAPHS) : [];
  const random = seededRandom(1);
  const noise = () => ({
    data: Uint8Array.from({ length: 93 * 70 * 3 }, () => random() * 255),
    options: { raw: { width: 93, height: 70, channels: 3 as const } },
  });
  for (let i = 0; i < 20; i++) {
    const made = noise();
    const picture =
      sources.length > 0
        ? sharp(await readFile(new URL(sources[i], PHOTOGRAPHS)))
        : sharp(made.data, made.options);
    await picture
      .resize(1488, 1116, { fit: 'fill' })
      .jpeg({ quality: 90 })
      .toFile(join(photographs, `${String(i).padStart(2, '0')}.jpg`));
  }
  const tables = {
    search: normalizeVectors(clouds(100_000, 256, 500, 1.5, 2)),
    queries: normalizeVectors(clouds(40, 256, 500, 1.5, 3)),
    kmeans: clouds(20_000, 64, 50, 1.2, 5),
    linkage: clouds(2_000, 64, 20, 1, 6),
    dbscan: clouds(20_000, 16, 40, 0.5, 7),
    umap: clouds(5_000, 32, 12, 0.8, 8),
  };
  for (const [name, { data }] of Object.entries(tables)) await writeFile(join(folder, `${name}.f32`), data);
  return { photographs, tables };
}
