import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { seededRandom } from '../../shared/curation/seeded-random.ts';
import { curateFolder } from './curate-folder.ts';
import type { CurationReport } from './curate-folder.ts';

const OFFSETS = 25;
let base: string;
let report: CurationReport;
let again: CurationReport;

/** Grain of one tint. */
function grain(width: number, height: number, seed: number) {
  const random = seededRandom(seed);
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => 60 * (at % 3) + 120 * random());
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

/** A PNG whose header promises more pixels than any machine has room for. */
async function hugeHeader(): Promise<Buffer> {
  const png = await grain(8, 8, 1).png().toBuffer();
  png.writeUInt32BE(0x7fffffff, 16);
  png.writeUInt32BE(0x7fffffff, 20);
  return png;
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'lapidary-odd-'));
  const folder = join(base, 'images');
  await mkdir(join(folder, 'deep'), { recursive: true });
  const put = async (name: string, bytes: Uint8Array | Promise<Uint8Array>) =>
    writeFile(join(folder, name), await bytes);
  await put('cmyk.jpg', grain(60, 40, 1).toColourspace('cmyk').jpeg().toBuffer());
  await put('deep/sixteen-bit.png', grain(60, 40, 2).toColourspace('rgb16').png().toBuffer());
  await put('grey.png', grain(60, 40, 3).greyscale().png().toBuffer());
  await put('see-through.png', grain(60, 40, 4).ensureAlpha(0.5).png().toBuffer());
  await put('turned.jpg', grain(60, 40, 5).withMetadata({ orientation: 6 }).jpeg().toBuffer());
  await put('dot.png', grain(1, 1, 6).png().toBuffer());
  await put('line.png', grain(900, 1, 7).png().toBuffer());
  const frames = await Promise.all([8, 9, 10].map((seed) => grain(60, 40, seed).png().toBuffer()));
  const animated = () => sharp(frames, { join: { animated: true } });
  await put('animated.gif', animated().gif().toBuffer());
  await put('animated.webp', animated().webp().toBuffer());
  await put('png-inside.jpg', grain(60, 40, 11).png().toBuffer());
  await put('Größe é 石 🪨\n"<b>.jpg', grain(60, 40, 12).jpeg().toBuffer());
  await put('empty.jpg', Buffer.alloc(0));
  await put('text.jpg', Buffer.from('not an image'));
  await put('huge-header.png', hugeHeader());
  const whole = {
    jpg: await grain(60, 40, 13).jpeg().toBuffer(),
    png: await grain(60, 40, 14).png().toBuffer(),
  };
  for (const [type, bytes] of Object.entries(whole))
    for (let i = 1; i <= OFFSETS; i++)
      await put(`cut-${i}.${type}`, bytes.subarray(0, Math.floor((bytes.length * i) / (OFFSETS + 1))));
  await symlink('ring-b.jpg', join(folder, 'ring-a.jpg'));
  await symlink('ring-a.jpg', join(folder, 'ring-b.jpg'));
  await symlink(folder, join(folder, 'deep', 'up'));
  const curate = () =>
    curateFolder({
      folder,
      fast: false,
      thresholds: CurationThresholds.parse({}),
      cacheFile: join(base, 'cache.ndjson'),
    });
  report = await curate();
  again = await curate();
}, 60_000);
afterAll(() => rm(base, { recursive: true, force: true }));

test('odd images are read as people see them', () => {
  const sizes = Object.fromEntries(report.assets.map(({ path, width, height }) => [path, [width, height]]));
  expect(sizes).toEqual({
    'animated.gif': [60, 40],
    'animated.webp': [60, 40],
    'cmyk.jpg': [60, 40],
    'deep/sixteen-bit.png': [60, 40],
    'dot.png': [1, 1],
    'grey.png': [60, 40],
    'line.png': [900, 1],
    'png-inside.jpg': [60, 40],
    'see-through.png': [60, 40],
    'turned.jpg': [40, 60],
    'Größe é 石 🪨\n"<b>.jpg': [60, 40],
  });
  for (const { metrics } of report.assets)
    for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true);
});

test('whatever is broken is named with a reason, wherever it breaks off', () => {
  const reasons = new Map(report.unreadable.map(({ path, reason }) => [path, reason]));
  const cut = [...reasons.keys()].filter((path) => path.startsWith('cut-'));
  expect(cut).toHaveLength(2 * OFFSETS);
  expect([...reasons.keys()].filter((path) => !path.startsWith('cut-'))).toEqual([
    'empty.jpg',
    'huge-header.png',
    'ring-a.jpg',
    'ring-b.jpg',
    'text.jpg',
  ]);
  expect(reasons.get('ring-a.jpg')).toBe('The link leads in a circle.');
  for (const reason of reasons.values()) expect(reason).toMatch(/^[A-Z].{8,}\.$/s);
});

test('a second run measures nothing and finds the same', () => {
  const { summary, ...found } = report;
  const { summary: secondSummary, ...foundAgain } = again;
  expect(foundAgain).toEqual(found);
  expect(secondSummary.measured).toBe(0);
  expect(secondSummary.unchanged).toBe(summary.measured);
});
