import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { curateFolder } from '../../cli/curate/curate-folder.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { planDemoImages } from '../../shared/demo/plan-demo-images.ts';
import { renderDemoImage } from '../../shared/demo/render-demo-image.ts';

test('all faults planted in the demo images are found, with at most 2 % false alarms', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-demo-'));
  try {
    const plans = planDemoImages({ images: 60, seed: 4 });
    for (const plan of plans) await writeFile(join(folder, plan.name), (await renderDemoImage(plan)).bytes);
    const report = await curateFolder({ folder, fast: false, thresholds: CurationThresholds.parse({}) });
    const kindsOf = new Map(
      report.assets.map(({ path, issues }) => [path, issues.map(({ kind }): string => kind)]),
    );
    const together = (groups: string[][], ...paths: (string | undefined)[]) =>
      groups.some((group) => paths.every((path) => group.includes(path ?? '')));
    for (const { name, fault, copyOf } of plans) {
      if (fault === 'blurry' || fault === 'dark') expect(kindsOf.get(name), name).toContain(fault);
      if (fault === 'truncated') expect(report.unreadable.map(({ path }) => path)).toContain(name);
      if (fault === 'duplicate') expect(together(report.duplicates, name, copyOf), name).toBe(true);
      if (fault === 'near-duplicate') expect(together(report.nearDuplicates, name, copyOf), name).toBe(true);
    }
    const originals = new Set(plans.map(({ copyOf }) => copyOf));
    const clean = plans.filter(({ name, fault }) => fault === undefined && !originals.has(name));
    const alarms = clean.filter(({ name }) => kindsOf.get(name)?.length !== 0);
    expect(alarms.length).toBeLessThanOrEqual(0.02 * clean.length);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
