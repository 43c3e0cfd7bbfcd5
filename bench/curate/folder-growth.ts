import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { seededRandom } from '../../shared/curation/seeded-random.ts';

/**
 * What the whole command costs per image as folders grow: node bench/curate/folder-growth.ts [counts, such as 1000,10000,100000]
 * Small JPEGs, each unlike the others; every folder is curated twice, so that the second run shows what unchanged files cost.
 */
const counts = (process.argv[2] ?? '1000,10000,100000').split(',').map(Number);
const cli = fileURLToPath(new URL('../../cli/lapidary.mjs', import.meta.url));
const base = await mkdtemp(join(tmpdir(), 'lapidary-growth-'));
try {
  const folder = join(base, 'images');
  let made = 0;
  for (const count of counts) {
    for (; made < count; made++) await makeImage(folder, made);
    const first = await curate(folder, ['--cache', join(base, `${count}.ndjson`)]);
    const second = await curate(folder, ['--cache', join(base, `${count}.ndjson`)]);
    const each = (seconds: number) => `${((1000 * seconds) / count).toFixed(2)} ms`;
    console.log(
      `${String(count).padStart(7)} images: ${each(first.seconds)} per image, ${first.megabytes} MB; again ${each(second.seconds)}, ${second.megabytes} MB`,
    );
  }
} finally {
  await rm(base, { recursive: true, force: true });
}

/** 96 × 72 pixels: a few soft discs on a grain. */
async function makeImage(folder: string, number: number): Promise<void> {
  const below = join(folder, String(Math.floor(number / 1000)).padStart(3, '0'));
  if (number % 1000 === 0) await mkdir(below, { recursive: true });
  const random = seededRandom(number + 1);
  const [width, height] = [96, 72];
  const tint = [random() * 140 + 30, random() * 140 + 30, random() * 140 + 30];
  const [x, y, radius, light] = [random() * width, random() * height, 8 + random() * 30, random() * 90];
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const isInside = Math.hypot((i % width) - x, Math.floor(i / width) - y) < radius;
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = tint[c] + (isInside ? light : 0) + random() * 30;
  }
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
  await writeFile(join(below, `${number}.jpg`), jpeg);
}

function curate(folder: string, options: string[]): Promise<{ seconds: number; megabytes: number }> {
  const started = performance.now();
  // GNU time tells the largest resident memory of the whole command.
  const command = ['-f', '%M', process.execPath, cli, 'curate', folder, '--json', '/dev/null', ...options];
  return new Promise((resolve, reject) => {
    execFile('/usr/bin/time', command, { maxBuffer: 2 ** 28 }, (error, _out, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stderr}`));
      const megabytes = Math.round(Number(stderr.trim().split('\n').at(-1)) / 1024);
      resolve({ seconds: (performance.now() - started) / 1000, megabytes });
    });
  });
}
