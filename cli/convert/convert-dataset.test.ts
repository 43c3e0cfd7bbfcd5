import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { memorySource } from '../../shared/formats/memory-source.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import { encodePng } from '../../shared/formats/png-codec.ts';
import { convertDataset, type ConvertInput } from './convert-dataset.ts';
import { writeFiles } from './write-files.ts';

const main = new URL('../main.ts', import.meta.url).pathname;
const png = (seed: number) => encodePng(new Uint8Array(200).fill(seed), 20, 10, 1);
/** How much follows the head of a hostile file; 1024 by environment. What is refused late costs time, not memory. */
const HOSTILE_MEGABYTES = Number(process.env['LAPIDARY_HOSTILE_MEGABYTES'] ?? 48);
const laughs = Array.from('bcdefghijz')
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghij'[at]};`.repeat(10)}">`)
  .join('');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-convert-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A COCO dataset of `count` images; every second image is a copy of the one before. */
function writeCoco(count: number): string {
  const root = join(folder, 'in');
  mkdirSync(join(root, 'images'), { recursive: true });
  const images = Array.from({ length: count }, (_, id) => ({
    id,
    file_name: `${id}.png`,
    width: 20,
    height: 10,
  }));
  const annotations = images.map(({ id }) => ({
    id,
    image_id: id,
    category_id: id % 4 === 0 ? 2 : 1,
    bbox: [1, 1, 4, 5],
  }));
  for (const { id } of images) writeFileSync(join(root, 'images', `${id}.png`), png(id >> 1));
  writeFileSync(
    join(root, 'labels.json'),
    JSON.stringify({
      images,
      annotations,
      categories: [
        { id: 1, name: 'cat' },
        { id: 2, name: 'dog' },
      ],
    }),
  );
  return root;
}

const quiet = { note: () => undefined, progress: () => undefined };
const input = (more: Partial<ConvertInput>): ConvertInput => ({
  input: join(folder, 'in'),
  to: 'lapidary',
  out: join(folder, 'out'),
  settings: {},
  images: 'link',
  overwrite: false,
  ...more,
});

describe('convert', () => {
  it('shares images out exactly, keeps duplicates together, and does so again for the same seed', async () => {
    writeCoco(40);
    const split = {
      shares: [
        { name: 'train', share: 0.8 },
        { name: 'val', share: 0.1 },
        { name: 'test', share: 0.1 },
      ],
      seed: 1,
      stratify: true,
      groupBy: 'duplicate' as const,
    };
    const report = await convertDataset(input({ to: 'yolo', split }), quiet);
    expect(report.splits).toEqual({ train: 32, val: 4, test: 4 });
    const placed = new Map<number, string>();
    for (const name of ['train', 'val', 'test']) {
      for (const file of readdirSync(join(folder, 'out/images', name)))
        placed.set(Number.parseInt(file, 10), name);
    }
    for (let id = 0; id < 40; id += 2) expect(placed.get(id)).toBe(placed.get(id + 1));
    await convertDataset(input({ to: 'yolo', split, out: join(folder, 'again') }), quiet);
    expect(readdirSync(join(folder, 'again/images/val'))).toEqual(
      readdirSync(join(folder, 'out/images/val')),
    );
    expect(readFileSync(join(folder, 'out/data.yaml'), 'utf8')).toContain('val: images/val');
  });

  it('says before and after what a format cannot hold', async () => {
    writeCoco(2);
    const notes: string[] = [];
    const text = readFileSync(join(folder, 'in/labels.json'), 'utf8').replaceAll(
      '"bbox":[1,1,4,5]',
      '"bbox":[1,1,4,5],"segmentation":[[1,1,5,1,5,6]],"attributes":{"wet":true}',
    );
    writeFileSync(join(folder, 'in/labels.json'), text);
    const report = await convertDataset(input({ to: 'createml' }), {
      ...quiet,
      note: (line) => notes.push(line),
    });
    expect(notes.join('\n')).toMatch(/2 × shape polygon: written as the box around it/);
    expect(report.dropped).toEqual([
      { what: 'shape polygon', count: 2, reason: 'written as the box around it' },
      { what: 'attribute wet', count: 2, reason: 'CreateML has no place for it' },
      { what: 'id of an object', count: 2, reason: 'CreateML does not keep it' },
    ]);
  });

  it('says in a sentence when the system refuses to write', async () => {
    writeCoco(2);
    writeFileSync(join(folder, 'file'), '');
    await expect(convertDataset(input({ out: join(folder, 'file/out') }), quiet)).rejects.toThrow(
      /cannot be written: a file lies where a folder is needed/,
    );
    const full = async function* (): AsyncGenerator<OutputFile> {
      yield { path: 'a.json', content: new Uint8Array(3) };
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    const options = {
      overwrite: false,
      images: 'none',
      findImage: () => Promise.resolve(undefined),
    } as const;
    await expect(
      writeFiles(full(), join(folder, 'out'), { ...options, source: memorySource({}) }),
    ).rejects.toThrow(/the disk is full. Nothing was left half written/);
    expect(readdirSync(folder).sort()).toEqual(['file', 'in']);
  });

  it('takes away what a run left behind that was killed, and nothing else', async () => {
    writeCoco(2);
    const out = join(folder, 'out');
    const code = `
      import { writeFiles } from ${JSON.stringify(new URL('./write-files.ts', import.meta.url).href)};
      const files = (async function* () {
        yield { path: 'a.json', content: new Uint8Array(3) };
        console.log('half way');
        await new Promise((done) => setTimeout(done, 60_000));
      })();
      await writeFiles(files, ${JSON.stringify(out)}, { overwrite: false, images: 'none' });`;
    const run = () => spawn(process.execPath, ['--input-type=module', '-e', code]);
    const [killed, running] = [run(), run()];
    try {
      await Promise.all([once(killed.stdout, 'data'), once(running.stdout, 'data')]);
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      mkdirSync(`${out}.partial-of-mine`);
      const partial = () => readdirSync(folder).filter((name) => name.startsWith('out.partial-'));
      expect(partial()).toHaveLength(3);
      await convertDataset(input({}), quiet);
      expect(partial()).toHaveLength(2);
      expect(partial()).toContainEqual(expect.stringContaining(`-${running.pid}-`));
    } finally {
      running.kill('SIGKILL');
    }
  });

  it('leaves a folder that holds something alone, and nothing half behind', async () => {
    writeCoco(2);
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/precious.txt'), 'mine');
    await expect(convertDataset(input({}), quiet)).rejects.toThrow(/is not empty/);
    expect(readdirSync(folder).sort()).toEqual(['in', 'out']);
    await convertDataset(input({ overwrite: true }), quiet);
    expect(readFileSync(join(folder, 'out/precious.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'out/lapidary.json'))).toBe(true);
  });

  it('reads a zip, but no entry that leads outside, is a link or unpacks into a bomb', async () => {
    const zip = new ZipFile();
    const coco = {
      images: [{ id: 1, file_name: 'a.png', width: 20, height: 10 }],
      categories: [{ id: 1, name: 'cat' }],
      annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 2, 2] }],
    };
    zip.addBuffer(Buffer.from(JSON.stringify(coco)), 'annotations/instances_train.json');
    zip.addBuffer(Buffer.from(png(1)), 'images/a.png');
    zip.addBuffer(Buffer.alloc(64 * 1024 * 1024), 'bomb.json');
    zip.addBuffer(Buffer.from('/etc/passwd'), 'link.json', { mode: 0o120777 });
    zip.addBuffer(Buffer.from('x'), 'aa/evil.txt');
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(join(folder, 'in.zip')));
    const bytes = readFileSync(join(folder, 'in.zip'));
    // The writer refuses such names, so one is put in afterwards, of the same length.
    for (let at = bytes.indexOf('aa/evil.txt'); at >= 0; at = bytes.indexOf('aa/evil.txt', at + 1))
      bytes.write('../evil.txt', at);
    writeFileSync(join(folder, 'in.zip'), bytes);
    const report = await convertDataset(input({ input: join(folder, 'in.zip') }), quiet);
    expect([report.assets, report.objects, report.images]).toEqual([1, 1, 1]);
    expect(report.problems.map((problem) => `${problem.file}: ${problem.reason}`).sort()).toEqual([
      '../evil.txt: The entry leads outside the archive; it is refused.',
      expect.stringMatching(/^bomb\.json: The entry would unpack .* zip bomb\.$/),
      'link.json: The entry is a link; it is refused.',
    ]);
  });

  it('says why nothing is recognised in a zip of which everything was refused', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.alloc(64 * 1024 * 1024), 'instances.json');
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(join(folder, 'in.zip')));
    await expect(convertDataset(input({ input: join(folder, 'in.zip') }), quiet)).rejects.toThrow(
      /not recognised.* "instances.json" was refused: .* zip bomb\./,
    );
  });

  it.each([
    [
      'nested arrays',
      'labels.json',
      '{"images":[],"categories":[],"annotations":',
      '[',
      /nests deeper than 100 levels/,
    ],
    [
      'one endless string',
      'labels.json',
      '{"images":[{"id":1,"file_name":"',
      'a',
      /holds a single value above|ends early|larger/,
    ],
    ['nested elements', 'labels.xml', '<annotations>', '<a>', /nests deeper/],
    [
      'billion laughs',
      'labels.xml',
      `<!DOCTYPE a [<!ENTITY a "ha">${laughs}]><annotations>`,
      '&z;',
      /declares entities/,
    ],
  ])('gives up on %s in bounded memory and says why', (_, name, head, filler, reason) => {
    const root = join(folder, 'hostile');
    mkdirSync(root);
    const file = openSync(join(root, name), 'w');
    writeSync(file, head);
    const chunk = filler.repeat(Math.ceil(1_048_576 / filler.length));
    for (let megabyte = 0; megabyte < HOSTILE_MEGABYTES; megabyte++) writeSync(file, chunk);
    closeSync(file);
    const from = name.endsWith('xml') ? 'cvat' : 'coco';
    const out = ['--to', 'voc', '--out', join(folder, 'none'), '--json', '-'];
    const script = `process.on('exit', () => console.error('PEAK', process.resourceUsage().maxRSS)); process.argv.splice(1, 0, 'lapidary'); await import(${JSON.stringify(main)});`;
    const run = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script, '--', 'convert', join(root, name), '--from', from, ...out],
      { encoding: 'utf8' },
    );
    expect(`${run.stderr}${run.stdout}`).toMatch(reason);
    expect(run.status).toBe(2);
    expect(Number(/PEAK (\d+)/.exec(run.stderr)?.[1]) / 1024).toBeLessThan(600);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('does not follow links out of the folder', async () => {
    writeCoco(1);
    symlinkSync('/etc', join(folder, 'in/etc'));
    writeFileSync(
      join(folder, 'in/labels.json'),
      readFileSync(join(folder, 'in/labels.json'), 'utf8').replace('0.png', 'etc/hostname.png'),
    );
    const report = await convertDataset(input({}), quiet);
    expect(report.missingImages).toBe(1);
  });

  it('answers with JSON alone on standard output, and tells scripts how it went', () => {
    writeCoco(2);
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [main, 'convert', ...args], { encoding: 'utf8' });
    const good = run(
      join(folder, 'in/labels.json'),
      '--to',
      'voc',
      '--out',
      join(folder, 'voc'),
      '--json',
      '-',
    );
    expect(good.status).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({
      from: 'coco',
      assets: 2,
      objects: 2,
      problems: [],
      dropped: [{ what: 'id of an object', count: 2, reason: 'Pascal VOC does not keep it' }],
    });
    writeFileSync(join(folder, 'x.txt'), 'nothing');
    const unknown = run(join(folder, 'x.txt'), '--to', 'voc', '--out', join(folder, 'no'));
    expect([unknown.status, unknown.stderr]).toEqual([
      2,
      expect.stringMatching(/not recognised; name it with --from/),
    ]);
    expect(run(join(folder, 'in'), '--to', 'labelbox', '--out', join(folder, 'no')).status).toBe(2);
    expect(run(join(folder, 'absent'), '--to', 'voc', '--out', join(folder, 'no')).status).toBe(2);
  });
});
