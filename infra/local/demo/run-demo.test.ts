import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { existsSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { GEM_CLASSES } from '../../../shared/demo/gem-classes.ts';
import { demoReport } from './demo-report.ts';
import { runDemo, type DemoResult } from './run-demo.ts';

let result: DemoResult | undefined;
afterAll(async () => {
  if (result) await rm(dirname(result.export), { recursive: true, force: true });
});

it(
  'brings every image to an end, finds what was planted, and exports what was labelled',
  { timeout: 180_000 },
  async () => {
    const quiet = { info: () => {}, warn: () => {}, error: () => {} };
    const phases = new Set<string>();
    result = await runDemo({
      images: 12,
      seed: 7,
      keep: false,
      webFolder: '/nowhere',
      log: quiet,
      onProgress: (phase) => phases.add(phase),
    });
    expect(result).toMatchObject({ images: 12, quarantined: 1, tasks: { complete: 8, archive: 3 } });
    expect(Object.keys(result.tasks).sort()).toEqual(['archive', 'complete']);
    expect(result.work.archived).toEqual({ 'Too dark': 1, 'Too blurry': 1, Repeated: 1 });
    expect(result.quarantine).toEqual([
      { name: expect.any(String), reason: expect.stringContaining('cut short') },
    ]);
    // 70, 20 and 10 % of eight tasks, each within one.
    const { review = 0, expert = 0, pass = 0 } = result.routes;
    expect(review + expert + pass).toBe(8);
    expect(Math.abs(review - 5.6)).toBeLessThan(1);
    expect(result.work.submitted).toBe(8 + result.work.sentBack);
    expect(phases.size).toBe(4);

    const coco = JSON.parse(await readFile(result.export, 'utf8')) as {
      images: { id: number; width: number }[];
      annotations: { image_id: number; category_id: number; area: number }[];
      categories: { id: number; name: string }[];
    };
    expect(coco.images).toHaveLength(8);
    expect(coco.annotations).toHaveLength(result.objects);
    expect(coco.categories.map(({ name }) => name)).toEqual(GEM_CLASSES.map(({ name }) => name));
    const ids = new Set(coco.images.map(({ id }) => id));
    expect(coco.annotations.every(({ image_id: id, area }) => ids.has(id) && area > 20)).toBe(true);
    expect(existsSync(`${dirname(result.export)}/data`)).toBe(false);
    expect(demoReport(result)).toContain('8 tasks complete');
  },
);
