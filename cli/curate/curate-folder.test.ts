import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { seededRandom } from '../../shared/curation/seeded-random.ts';
import { curateFolder } from './curate-folder.ts';
import { moveDuplicates } from './move-duplicates.ts';
import { renderReport } from './render-report.ts';

let folder: string;
let cacheFile: string;
beforeEach(async () => {
  const base = await mkdtemp(join(tmpdir(), 'lapidary-curate-'));
  folder = join(base, 'images');
  cacheFile = join(base, 'cache', 'curate.ndjson');
  await mkdir(folder);
});
afterEach(async () => rm(join(folder, '..'), { recursive: true, force: true }));

/** Coloured discs on a grain, different for each seed. */
function scene(seed: number, width = 200, height = 150) {
  const random = seededRandom(seed);
  const rgb = new Uint8Array(width * height * 3);
  const discs = Array.from({ length: 6 }, () => ({
    x: random() * width,
    y: random() * height,
    r: 10 + random() * 40,
    color: [random() * 220, random() * 220, random() * 220],
  }));
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const disc = discs.findLast((d) => Math.hypot(d.x - x, d.y - y) < d.r);
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = (disc?.color[c] ?? 120 + seed) + random() * 30;
  }
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

const curate = (more: Partial<Parameters<typeof curateFolder>[0]> = {}) =>
  curateFolder({ folder, fast: false, thresholds: CurationThresholds.parse({}), cacheFile, ...more });

describe('curateFolder', () => {
  test('finds broken, blurry, dark and repeated images, and leaves the rest alone', async () => {
    for (let i = 0; i < 14; i++)
      await scene(i)
        .jpeg({ quality: 92 })
        .toFile(join(folder, `sound-${i}.jpg`));
    await mkdir(join(folder, 'deep', 'er'), { recursive: true });
    await scene(50)
      .blur(8)
      .jpeg()
      .toFile(join(folder, 'deep', 'blurry.jpg'));
    await scene(51)
      .linear(0.08, 0)
      .jpeg()
      .toFile(join(folder, 'deep', 'er', 'dark.jpg'));
    await copyFile(join(folder, 'sound-3.jpg'), join(folder, 'deep', 'copy.jpg'));
    await scene(5).linear(1.03, 2).webp({ quality: 60 }).toFile(join(folder, 'near.webp'));
    const whole = await readFile(join(folder, 'sound-1.jpg'));
    await writeFile(join(folder, 'cut.jpg'), whole.subarray(0, whole.length / 2));
    await writeFile(join(folder, 'empty.png'), '');
    await writeFile(join(folder, 'notes.txt'), 'not an image and not claiming to be one');
    await writeFile(join(folder, 'no-extension'), await scene(70).png().toBuffer());
    await symlink(folder, join(folder, 'circle'));
    await symlink(join(folder, 'gone.jpg'), join(folder, 'broken-link.jpg'));

    const report = await curate();

    const kinds = Object.fromEntries(
      report.assets.map(({ path, issues }) => [path, issues.map(({ kind }) => kind)]),
    );
    expect(kinds['deep/blurry.jpg']).toEqual(['blurry']);
    expect(kinds['deep/er/dark.jpg']).toEqual(['dark']);
    expect(report.duplicates).toEqual([['deep/copy.jpg', 'sound-3.jpg']]);
    expect(report.nearDuplicates).toEqual([['near.webp', 'sound-5.jpg']]);
    expect(report.unreadable.map(({ path }) => path)).toEqual(['broken-link.jpg', 'cut.jpg', 'empty.png']);
    expect(report.unreadable[1].reason).toMatch(/cut short/);
    expect(report.ignored).toEqual(['notes.txt']);
    expect(report.assets).toHaveLength(19);
    const sound = Object.entries(kinds).filter(
      ([path]) => path.startsWith('sound-') || path === 'no-extension',
    );
    expect(sound.flatMap(([, found]) => found).filter((kind) => !kind.includes('duplicate'))).toEqual([]);
    expect(report.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(19);
  });

  test('measures only what changed since the last run, and forgets what is gone', async () => {
    for (let i = 0; i < 5; i++)
      await scene(i)
        .png()
        .toFile(join(folder, `${i}.png`));
    const first = await curate();
    expect(first.summary).toMatchObject({ measured: 5, unchanged: 0 });
    const second = await curate();
    expect(second.summary).toMatchObject({ measured: 0, unchanged: 5 });
    expect(second.assets).toEqual(first.assets);
    await scene(9).png().toFile(join(folder, '2.png'));
    await utimes(join(folder, '2.png'), new Date(), new Date(Date.now() + 5_000));
    await rm(join(folder, '4.png'));
    const third = await curate();
    expect(third.summary).toMatchObject({ measured: 1, unchanged: 3 });
    expect(third.assets.map(({ path }) => path)).toEqual(['0.png', '1.png', '2.png', '3.png']);
    expect(third.assets[2].sha256).not.toBe(first.assets[2].sha256);
  });

  test('measures again when the cache is damaged', async () => {
    await scene(1).png().toFile(join(folder, '1.png'));
    await curate();
    await writeFile(cacheFile, '{"half":');
    expect((await curate()).summary.measured).toBe(1);
  });

  test('keeps the full size in fast mode', async () => {
    await scene(1, 1500, 900).jpeg().toFile(join(folder, 'large.jpg'));
    const [asset] = (await curate({ fast: true })).assets;
    expect(asset).toMatchObject({ width: 1500, height: 900, metrics: { area: 1_350_000 } });
  });

  test('reads a JPEG in fast mode at the scale that its decoder offers', async () => {
    const bytes = await scene(1, 1500, 900).jpeg().toBuffer();
    const sizeAt = async (side: number) => {
      const { image, fullSize } = await decodeImage(bytes, { side, above: 0, byHalves: true });
      return [image.width, image.height, fullSize.width];
    };
    expect(await sizeAt(640)).toEqual([375, 225, 1500]);
    expect(await sizeAt(1000)).toEqual([750, 450, 1500]);
    expect(await sizeAt(9000)).toEqual([1500, 900, 1500]);
  });

  test('says what an empty folder is', async () => {
    expect(await curate()).toMatchObject({ assets: [], duplicates: [], nearDuplicates: [], unreadable: [] });
  });

  test('writes a report that holds everything and runs nothing, whatever a file is called', async () => {
    await scene(1).png().toFile(join(folder, 'a<script>alert(1)<&script>.png'));
    await scene(1).png().toFile(join(folder, 'b.png'));
    const html = await renderReport(folder, await curate(), CurationThresholds.parse({}));
    expect(html).toContain('a&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/<script|https?:\/\/|src="(?!data:image\/webp)/);
    expect(html.match(/data:image\/webp;base64/g)!.length).toBeGreaterThanOrEqual(2);
  });
});

describe('labels and vectors beside a folder', () => {
  test('labels bring their own issues, and duplicates in two splits are a leak', async () => {
    await mkdir(join(folder, 'train'));
    await mkdir(join(folder, 'val'));
    for (let i = 0; i < 4; i++)
      await scene(i)
        .jpeg()
        .toFile(join(folder, 'train', `${i}.jpg`));
    await copyFile(join(folder, 'train', '0.jpg'), join(folder, 'val', '0.jpg'));
    const box = (id: string, x: number, width = 60) => ({
      id,
      class: 'disc',
      shape: { type: 'box', x, y: 20, width, height: 50 },
    });
    const asset = (key: string, split: string, objects: object[]) => ({
      key,
      width: 200,
      height: 150,
      split,
      objects,
      classifications: [],
    });
    const labels = join(folder, '..', 'labels.json');
    await writeFile(
      labels,
      JSON.stringify({
        lapidary: 1,
        ontology: { classes: [], classifications: [] },
        assets: [
          asset('train/0.jpg', 'train', [box('whole', 30), box('again', 31), box('cut', 0)]),
          asset('val/0.jpg', 'val', [box('speck', 30, 0.2)]),
          asset('elsewhere.jpg', 'val', []),
        ],
        problems: [],
      }),
    );
    const report = await curate({ labels: { file: labels } });
    const kinds = (path: string) =>
      report.assets.find((each) => each.path === path)!.issues.map(({ kind, objectId }) => [kind, objectId]);
    expect(kinds('train/0.jpg')).toEqual([
      ['label-touches-border', 'cut'],
      ['duplicate-label', 'again'],
      ['split-leak', undefined],
    ]);
    expect(kinds('val/0.jpg')).toEqual([
      ['exact-duplicate', undefined],
      ['tiny-label', 'speck'],
      ['split-leak', undefined],
    ]);
    expect(report.labels).toMatchObject({ images: 2, objects: 4, unmatched: ['elsewhere.jpg'], problems: 0 });
  });

  test('labels of an unknown format are refused with the names of known ones', async () => {
    await writeFile(join(folder, 'x.json'), '{"a":1}');
    await scene(1).png().toFile(join(folder, '1.png'));
    await expect(curate({ labels: { file: join(folder, 'x.json') } })).rejects.toThrow(/--labels-format/);
  });

  test('own vectors decide what lies together, and one that is missing is named', async () => {
    for (let i = 0; i < 10; i++)
      await scene(i)
        .png()
        .toFile(join(folder, `${i}.png`));
    const data = Float32Array.from({ length: 20 }, (_, at) => (Math.floor(at / 2) % 2 === at % 2 ? 1 : 0));
    const rows = new Map(Array.from({ length: 10 }, (_, i) => [`${i}.png`, i]));
    const { clusters } = await curate({ vectors: { table: { count: 10, dimensions: 2, data }, rows } });
    expect(clusters.map(({ members }) => members.map((path) => parseInt(path) % 2))).toEqual([
      [0, 0, 0, 0, 0],
      [1, 1, 1, 1, 1],
    ]);
    rows.delete('3.png');
    await expect(curate({ vectors: { table: { count: 10, dimensions: 2, data }, rows } })).rejects.toThrow(
      /1 images have no vector, the first is "3.png"/,
    );
  });
});

describe('moveDuplicates', () => {
  test('moves all but one, replaces nothing, and loses nothing', async () => {
    await scene(1).png().toFile(join(folder, 'a.png'));
    for (const copy of ['b.png', 'c.png']) await copyFile(join(folder, 'a.png'), join(folder, copy));
    const target = join(folder, 'duplicates');
    await mkdir(target);
    await writeFile(join(target, 'c.png'), 'mine');
    const { duplicates } = await curate({ except: target });
    const { moved, left } = await moveDuplicates(folder, duplicates, target);
    expect(moved.map(({ from }) => from)).toEqual(['b.png']);
    expect(left).toEqual([{ path: 'c.png', reason: expect.stringContaining('exists already') }]);
    expect(await readFile(join(target, 'c.png'), 'utf8')).toBe('mine');
    const after = await curate({ except: target });
    expect(after.assets.map(({ path }) => path)).toEqual(['a.png', 'c.png']);
    expect(await readFile(join(target, 'b.png'))).toEqual(await readFile(join(folder, 'a.png')));
  });

  test('keeps the file that a link leads to', async () => {
    await scene(1).png().toFile(join(folder, 'b.png'));
    await copyFile(join(folder, 'b.png'), join(folder, 'c.png'));
    await symlink(join(folder, 'c.png'), join(folder, 'a.png'));
    const { duplicates } = await curate();
    const { moved } = await moveDuplicates(folder, duplicates, join(folder, '..', 'moved'));
    expect(moved.map(({ from }) => from)).toEqual(['b.png']);
    expect((await curate()).unreadable).toEqual([]);
  });
});
