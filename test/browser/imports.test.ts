import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { findViolations } from './find-violations.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const COCO = {
  images: [
    { id: 1, file_name: 'a.png', width: 640, height: 480 },
    { id: 2, file_name: 'stranger.png', width: 640, height: 480 },
  ],
  categories: [
    { id: 1, name: 'Vehicle' },
    { id: 2, name: 'Tram' },
  ],
  annotations: [
    { id: 1, image_id: 1, category_id: 1, bbox: [10, 20, 30, 40], area: 1200, iscrowd: 0 },
    { id: 2, image_id: 1, category_id: 2, bbox: [50, 20, 30, 40], area: 1200, iscrowd: 0 },
    { id: 3, image_id: 1, category_id: 1, bbox: ['nothing'], area: 1200, iscrowd: 0 },
  ],
};

describe.skipIf(missing !== undefined)(
  `labels in and out${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let faults: string[];
    let folder: string;
    let trainers: string;

    const objects = async (): Promise<number> => {
      const { items } = await seed.admin.call<{ items: { id: string; imageName: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}`,
      );
      const task = items.find(({ imageName }) => imageName === 'a.png');
      const labels = await seed.admin.call<{ objects: unknown[] }>('GET', `tasks/${task?.id ?? ''}/labels`);
      return labels.objects.length;
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lapidary-labels-'));
      await writeFile(join(folder, 'instances.json'), JSON.stringify(COCO));
      trainers = join(await realpath(folder), 'trainers');
      await mkdir(trainers);
      host = await startLapidary('--destination', `trainers=${trainers}`);
      browser = await openBrowser();
      seed = await seedProject(host, [{ key: 'a.png', width: 640, height: 480 }]);
      ({ page, faults } = await openPage(browser, { as: seed.admin }));
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('says what an import would bring and what not, then imports it', async () => {
      await page.goto(`${host.origin}/projects/${seed.projectId}/jobs`);
      await page.getByRole('link', { name: 'Import labels' }).click();
      await page.getByLabel('Label files').setInputFiles(join(folder, 'instances.json'));
      await page.getByText('instances.json, 1 KB').waitFor();
      await page.getByRole('button', { name: 'See what would happen' }).click();
      await page.getByRole('heading', { name: 'What would happen' }).waitFor();
      const report = page.locator('main');
      await expect
        .poll(() => report.textContent())
        .toContain('1 objects left out: the ontology has no class "Tram"');
      const text = (await report.textContent()) ?? '';
      expect(text).toContain('COCO');
      expect(text).toContain('1 images that the project does not have');
      // The bad record, where it stands.
      const row = page
        .getByRole('row')
        .filter({ hasText: /annotations/ })
        .first();
      expect(await row.textContent()).toContain('instances.json');
      expect(await objects()).toBe(0);
      expect(await findViolations(page)).toEqual([]);

      await page.getByLabel('Add classes that the ontology lacks').check();
      expect(await page.getByRole('heading', { name: 'What would happen' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.waitForURL(/\/jobs\/.+/);
      await page.getByRole('heading', { name: 'What came' }).waitFor();
      expect(await objects()).toBe(2);
    });

    it('says what an export would lose, then makes it and gives the file', async () => {
      await page.goto(`${host.origin}/projects/${seed.projectId}/export`);
      await page.getByRole('combobox', { name: 'Images' }).click();
      await page.getByRole('option', { name: 'All with labels' }).click();
      await page.getByRole('button', { name: 'See what is lost' }).click();
      await page.getByRole('heading', { name: 'What would be written' }).waitFor();
      expect(await page.locator('main').textContent()).toContain('2 objects');
      await page.getByRole('button', { name: 'Start export' }).click();
      await page.waitForURL(/\/jobs\/.+/);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      const file = Object.entries(unzipSync(Buffer.concat(chunks))).find(([name]) => name.endsWith('.json'));
      const coco = JSON.parse(strFromU8(file?.[1] ?? new Uint8Array())) as {
        annotations: { bbox: number[] }[];
      };
      expect(coco.annotations.map(({ bbox }) => bbox)).toContainEqual([10, 20, 30, 40]);
      expect(faults).toEqual([]);
    });

    it('writes an export to a destination that is chosen by its name, and says where', async () => {
      await page.goto(`${host.origin}/projects/${seed.projectId}/export`);
      await page.getByRole('combobox', { name: 'Images' }).click();
      await page.getByRole('option', { name: 'All with labels' }).click();
      await page.getByRole('combobox', { name: 'Packed as' }).click();
      await page.getByRole('option', { name: 'A folder at trainers' }).click();
      await page.getByText(`The files go into a new folder under ${trainers}/.`).waitFor();
      // What would be lost is told of a destination too, and nothing is written to it for that.
      await page.getByRole('button', { name: 'See what is lost' }).click();
      await page.getByRole('heading', { name: 'What would be written' }).waitFor();
      const losses = page.getByRole('table', { name: 'Left out or changed' });
      await losses.getByRole('rowheader', { name: 'Record keeping' }).waitFor();
      expect(await readdir(trainers)).toEqual([]);
      expect(await findViolations(page)).toEqual([]);

      await page.getByRole('button', { name: 'Start export' }).click();
      await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
      const [written] = await readdir(trainers);
      await page.getByText(join(trainers, written)).waitFor();
      expect(await page.getByRole('button', { name: 'Download' }).count()).toBe(0);
      const names = await readdir(join(trainers, written), { recursive: true });
      const labels = names.find((name) => name.endsWith('.json')) ?? '';
      const coco = JSON.parse(await readFile(join(trainers, written, labels), 'utf8')) as {
        annotations: { bbox: number[] }[];
      };
      expect(coco.annotations.map(({ bbox }) => bbox)).toContainEqual([10, 20, 30, 40]);
      expect(await findViolations(page)).toEqual([]);
      expect(faults).toEqual([]);
    });

    it('freezes images of one class with a note, and exports them as a folder', async () => {
      await page.goto(`${host.origin}/projects/${seed.projectId}/snapshots`);
      await page.getByRole('button', { name: 'New snapshot' }).first().click();
      const modal = page.getByRole('dialog');
      await modal.getByLabel('Name').fill('Trams');
      await modal.getByLabel('Note').fill('For the night shift.');
      await modal.getByRole('combobox', { name: 'Images' }).click();
      await page.getByRole('option', { name: 'All with labels' }).click();
      await modal.getByRole('combobox', { name: 'With one of these classes' }).click();
      await page.getByRole('option', { name: 'Tram' }).click();
      await modal.getByLabel('Note').click();
      await modal.getByRole('button', { name: 'Freeze' }).click();
      const row = page.getByRole('row').filter({ hasText: 'Trams' });
      await row.filter({ hasText: 'Sealed' }).waitFor();
      const text = (await row.textContent()) ?? '';
      expect(text).toContain('For the night shift.');
      expect(text).toContain('Only with Tram');
      expect(await findViolations(page)).toEqual([]);

      await page.goto(`${host.origin}/projects/${seed.projectId}/export`);
      await page.getByRole('combobox', { name: 'What' }).click();
      await page.getByRole('option', { name: 'Snapshot Trams' }).click();
      await page.getByRole('combobox', { name: 'Packed as' }).click();
      await page.getByRole('option', { name: 'A folder in the bucket' }).click();
      await page.getByRole('button', { name: 'Start export' }).click();
      await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
      await page
        .getByRole('link', { name: /\.json$/ })
        .first()
        .waitFor();
      expect(await findViolations(page)).toEqual([]);
      expect(faults).toEqual([]);
    });
  },
);
