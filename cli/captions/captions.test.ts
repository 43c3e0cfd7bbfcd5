import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const truth = {
  annotations: [
    { image_id: 1, caption: 'A tram waits at the stop.' },
    { image_id: 1, caption: 'A yellow tram at a stop' },
    { image_id: 2, caption: 'Two dogs run on the beach.' },
  ],
};

describe('lapidary captions', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lapidary-captions-'));
    await writeFile(join(folder, 'gt.json'), JSON.stringify(truth));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function score(captions: unknown, ...more: string[]) {
    return scoreFile(JSON.stringify(captions), ...more);
  }

  async function scoreFile(bytes: string | Uint8Array, ...more: string[]) {
    await writeFile(join(folder, 'dt.json'), bytes);
    const files = ['--ground-truth', join(folder, 'gt.json'), '--captions', join(folder, 'dt.json')];
    return new Promise<{ code: number; out: string; err: string }>((done) => {
      execFile(process.execPath, [MAIN, 'captions', ...files, ...more], (error, out, err) =>
        done({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  }

  it('scores captions, perfect ones with one, and says that METEOR needs its data', async () => {
    const { code, out } = await score([
      { image_id: 2, caption: 'two dogs run on the beach' },
      { image_id: '1', caption: 'A tram waits at the stop' },
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/Images +2\n/);
    expect(out).toMatch(/BLEU-4 +1\.0000\n/);
    expect(out).toMatch(/ROUGE-L +1\.0000\n/);
    expect(out).toMatch(/METEOR +not scored: name its data with --meteor-data\n/);
  });

  it('prints nothing but JSON when asked for JSON', async () => {
    const { out } = await score(
      [
        { image_id: 1, caption: 'a tram' },
        { image_id: 2, caption: '' },
      ],
      '--json',
      '-',
    );
    const report = JSON.parse(out) as { images: number; bleu: number[]; meteor?: number };
    expect(report.images).toBe(2);
    expect(report.bleu[0]).toBeGreaterThan(0);
    expect(report.bleu[0]).toBeLessThan(1);
    expect(report.meteor).toBeUndefined();
  });

  it.each([
    [
      'an unknown image',
      [{ image_id: 9, caption: 'x' }],
      /dt\.json, line 1, column 2: the ground truth has no caption of image 9/,
    ],
    [
      'an image without a caption',
      [{ image_id: 1, caption: 'x' }],
      /image 2 of the ground truth has no caption/,
    ],
    [
      'a caption that is no text',
      [{ image_id: 1, caption: 3 }],
      /dt\.json, line 1, column \d+: caption is not text/,
    ],
    [
      'two captions of one image',
      [
        { image_id: 1, caption: 'x' },
        { image_id: 1, caption: 'y' },
      ],
      /line 1, column \d+: image 1 has a caption already/,
    ],
  ])('refuses %s', async (_name, captions, message) => {
    const { code, err } = await score(captions);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it.each([
    [
      'a file that is cut off',
      '[{"image_id": 1,\n "caption": "x"}',
      /dt\.json, line 2, column 17: malformed JSON/,
    ],
    [
      'an id that is no number',
      '[{"image_id": NaN, "caption": "x"}]',
      /line 1, column 2: image_id is missing/,
    ],
    ['an object', '{}', /line 1, column 1: the captions to score are a list/],
    ['UTF-16', Buffer.from('\uFEFF[]', 'utf16le'), /is in UTF-16; write it as UTF-8/],
  ])('refuses %s', async (_name, bytes, message) => {
    const { code, err } = await scoreFile(bytes);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('reads a file that gzip packed', async () => {
    const captions = [1, 2].map((id) => ({ image_id: id, caption: 'a tram' }));
    expect((await scoreFile(gzipSync(JSON.stringify(captions)))).code).toBe(0);
  });

  it('says which file of the data of METEOR is missing', async () => {
    const captions = [
      { image_id: 1, caption: 'a' },
      { image_id: 2, caption: 'b' },
    ];
    const { code, err } = await score(captions, '--meteor-data', folder);
    expect(code).toBe(2);
    expect(err).toContain('meteor-1.5.jar is missing');
  });
});
