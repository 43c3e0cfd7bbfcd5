import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../../shared/evaluation/evaluation-report.ts';
import { memorySource } from '../../shared/evaluation/memory-source.ts';
import { parseEvaluateOptions } from './evaluate-options.ts';
import { runEvaluate } from './run-evaluate.ts';

const box = (image_id: number, category_id: number, x: number) => ({
  image_id,
  category_id,
  bbox: [x, 0, 20, 20],
  area: 400,
  iscrowd: 0,
});
const files: Record<string, string> = {
  'gt.json': JSON.stringify({
    images: [1, 2].map((id) => ({ id, width: 90, height: 90, file_name: `<${id}>.jpg` })),
    categories: ['cat', 'dog & <co>'].map((name, i) => ({ id: i + 1, name })),
    annotations: [box(1, 1, 0), box(1, 2, 30), box(2, 1, 0)].map((one, id) => ({ ...one, id })),
  }),
  'dt.json': JSON.stringify([
    { ...box(1, 1, 0), score: 0.9 },
    { ...box(1, 2, 33), score: 0.8 },
    { ...box(2, 2, 60), score: 0.7 },
  ]),
  'better.json': JSON.stringify([
    { ...box(1, 1, 0), score: 0.9 },
    { ...box(1, 2, 30), score: 0.8 },
    { ...box(2, 1, 0), score: 0.7 },
  ]),
  'odd.json': JSON.stringify([{ ...box(1, 8, 0), score: 0.9 }]),
};

async function run(options: Record<string, unknown>) {
  const out: string[] = [];
  const notes: string[] = [];
  const written: Record<string, string> = {};
  const parsed = parseEvaluateOptions({
    groundTruth: 'gt.json',
    detections: 'dt.json',
    iouType: 'bbox',
    worseThan: true,
    ...options,
  });
  const code = await runEvaluate(parsed, {
    source: (path) => memorySource(path, files[path] ?? written[path]),
    write: (path, content) => void (files[path] = written[path] = content as string),
    print: (line) => out.push(line),
    warn: (line) => notes.push(line),
    progress: () => {},
  });
  return { code, out, notes, written };
}

const folder = mkdtempSync(join(tmpdir(), 'lapidary-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('lapidary evaluate', () => {
  it('prints COCO’s summary, or only JSON when asked for', async () => {
    const text = await run({});
    expect(text.out).toHaveLength(12);
    expect(text.out[0]).toMatch(
      /Average Precision {2}\(AP\) @\[ IoU=0\.50:0\.95 \| area= {3}all \| maxDets=100 \] = 0\.\d{3}$/,
    );
    const json = await run({ json: '-' });
    expect(json.out).toHaveLength(1);
    const report = JSON.parse(json.out[0]) as EvaluationReport;
    expect(report.stats).toHaveLength(12);
    expect(report.perClass.map((one) => one.name)).toEqual(['cat', 'dog & <co>']);
    expect(report.perClass[0]).toMatchObject({
      truths: 2,
      detections: 1,
      ap50: expect.closeTo(51 / 101, 9) as number,
    });
  });

  it('fails the gates with 1 and says why', async () => {
    const base = await run({ json: 'base.json' });
    expect(base.code).toBe(0);
    expect((await run({ minMap: '0.1' })).code).toBe(0);
    const low = await run({ minMap: '0.99' });
    expect(low.code).toBe(1);
    expect(low.notes[0]).toMatch(/gate: mAP 0\.\d{4} is below the minimum of 0\.99/);
    expect((await run({ worseThan: 'base.json' })).code).toBe(0);
    const best = await run({ detections: 'better.json', json: 'best.json' });
    expect(best.code).toBe(0);
    expect((await run({ worseThan: 'best.json' })).code).toBe(1);
    await expect(run({ worseThan: 'gt.json' })).rejects.toThrow(/gt\.json is not a report.*"stats"/);
  });

  it('holds a gate against what the base said before it is written anew', async () => {
    await run({ detections: 'better.json', json: 'last.json' });
    expect((await run({ worseThan: 'last.json', json: 'last.json' })).code).toBe(1);
  });

  it.each([
    ['numbers of keypoints', { stats: Array(10).fill(0.5), iouType: 'keypoints' }, /a report of keypoints/],
    ['ten numbers', { stats: Array(10).fill(0.5) }, /a report of 10 numbers/],
    ['a report of masks', { stats: Array(12).fill(0.5), iouType: 'segm' }, /a report of segm/],
    ['texts for numbers', { stats: Array(12).fill('0.5') }, /"stats\.0" is missing or no number/],
    ['classes that are none', { stats: Array(12).fill(0.5), perClass: [null] }, /"perClass\.0" is missing/],
  ])('refuses to compare with %s', async (_name, report, message) => {
    files['odd-report.json'] = JSON.stringify(report);
    await expect(run({ compare: 'odd-report.json' })).rejects.toThrow(message);
    await expect(run({ worseThan: 'odd-report.json' })).rejects.toThrow(message);
  });

  it('compares with other detections and with an earlier report', async () => {
    const against = await run({ detections: 'better.json', compare: 'dt.json' });
    expect(against.out[0]).toMatch(/\(\+0\.\d{3} against 0\.\d{3}\)$/);
    expect(against.out.join('\n')).toMatch(/Mean F1 of an image: 0\.\d+ more, p = /);
    await run({ json: 'base.json' });
    const json = await run({ detections: 'better.json', compare: 'base.json', json: '-' });
    const { comparison } = JSON.parse(json.out[0]) as {
      comparison: { perClass: { name: string; difference: number }[] };
    };
    expect(comparison.perClass[0].difference).toBeGreaterThan(0.4);
  });

  it('writes a page that loads nothing and escapes names', async () => {
    const { written } = await run({ html: 'report.html', bootstrap: '20' });
    const page = written['report.html'];
    expect(page).not.toMatch(/(?:src|href)=|https?:|@import|url\(/);
    expect(page).toContain('dog &amp; &lt;co&gt;');
    expect(page).toContain('&lt;2&gt;.jpg');
    expect(page).toMatch(/95 % intervals/);
    expect(page).toMatch(/prefers-color-scheme:dark/);
  });

  it('adds details on demand', async () => {
    const { out } = await run({ json: '-', details: true, score: '0' });
    const { details } = JSON.parse(out[0]) as EvaluationReport;
    expect(details!.overall).toMatchObject({ right: 2, wrong: 1, missed: 1 });
    expect(details!.confusion.counts).toEqual([
      [1, 0, 1],
      [0, 1, 0],
      [0, 1, 0],
    ]);
  });

  it('writes arrays that numpy reads', async () => {
    await run({ arrays: folder });
    for (const [name, shape] of [
      ['precision', '10, 101, 2, 4, 3'],
      ['recall', '10, 2, 4, 3'],
      ['scores', '10, 101, 2, 4, 3'],
    ]) {
      expect(readFileSync(join(folder, `${name}.npy`), 'latin1')).toContain(`'shape': (${shape})`);
    }
  });

  it('gives the same on two threads', async () => {
    expect((await run({ json: '-', threads: '2' })).out).toEqual(
      (await run({ json: '-', threads: '1' })).out,
    );
  });

  it('notes what is odd, and refuses it when strict', async () => {
    const { notes, code } = await run({ detections: 'odd.json' });
    expect(code).toBe(0);
    expect(notes).toEqual(['note: odd.json, line 1, column 2: detection of unknown category 8 is left out']);
    await expect(run({ detections: 'odd.json', strict: true })).rejects.toThrow(/unknown category 8/);
  });

  it('takes own thresholds, limits, areas and classes', async () => {
    const { out } = await run({
      json: '-',
      iouThresholds: '0.5,0.75',
      maxDets: '1,2',
      areas: 'all:0-1e10,tiny:0-100',
      categories: 'cat',
      useCats: '0',
    });
    const report = JSON.parse(out[0]) as EvaluationReport;
    expect(report.parameters).toMatchObject({ iouThresholds: [0.5, 0.75], maxDets: [1, 2], useCats: 0 });
    expect(report.perClass).toMatchObject([{ name: 'all classes', truths: 2, apByArea: { tiny: -1 } }]);
    await expect(run({ categories: 'bird' })).rejects.toThrow(/no class "bird"/);
  });

  it('says which option is wrong', async () => {
    for (const [option, value, message] of [
      ['areas', 'x', '--areas: must look like all:0-1e10,small:0-1024.'],
      ['iouType', 'box', '--iou-type: must be bbox or segm or keypoints, not "box".'],
      ['maxDets', '1,x', '--max-dets: must be numbers with commas between.'],
      ['maxDets', '0,10', '--max-dets: must be whole and above 0.'],
      ['iouThresholds', '0.5,75', '--iou-thresholds: must lie between 0 and 1.'],
      ['minMap', 'high', '--min-map: must be a number, not "high".'],
      ['useCats', '2', '--use-cats: must be 0 or 1, not "2".'],
      ['bootstrap', '1.5', '--bootstrap: must be a whole number.'],
      ['detailIou', '5', '--detail-iou: must lie between 0 and 1.'],
    ]) {
      await expect(run({ [option]: value })).rejects.toThrow(message);
    }
  });
});
