import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { findViolations } from './find-violations.ts';
import { labelSomeTasks } from './label-some-tasks.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const FILES = 24;

describe.skipIf(missing !== undefined)(
  `datasets${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let folder: string;
    let mirrored: string;
    let paths: string[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lapidary-images-'));
      paths = await Promise.all(
        Array.from({ length: FILES }, async (_, i) => {
          // A name that would be markup, and one that runs from right to left.
          const name = i === 0 ? '<b>"quoted"&amp;.png' : i === 1 ? 'صورة.png' : `photo-${i}.png`;
          const background = { r: 10 * i, g: 90, b: 120 };
          const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
            .png()
            .toBuffer();
          await writeFile(join(folder, name), bytes);
          return join(folder, name);
        }),
      );
      mirrored = await mkdtemp(join(tmpdir(), 'lapidary-mirrored-'));
      await copyFile(paths[2], join(mirrored, 'kept.png'));
      host = await startLapidary(mirrored);
      browser = await openBrowser();
      seed = await seedProject(host, [
        { key: 'a.png', width: 640, height: 480 },
        { key: 'b.png', width: 640, height: 480 },
      ]);
      await labelSomeTasks(seed);
      ({ page } = await openPage(browser, { as: seed.admin }));
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
      await rm(folder, { recursive: true, force: true });
      await rm(mirrored, { recursive: true, force: true });
    });

    const readyCount = async (): Promise<number> => {
      const { counts } = await seed.admin.call<{ counts: { ready: number } }>(
        'GET',
        `datasets/${seed.datasetId}`,
      );
      return counts.ready;
    };

    it('an upload that is cut off by a reload goes on, skips what arrived, and shows names as text', async () => {
      await page.goto(`${host.origin}/datasets/${seed.datasetId}`);
      // After ten files every further one is held back, as a dying network does.
      let sent = 0;
      let isDying = true;
      await page.route('**/blobs/**', (route) => {
        if (route.request().method() !== 'PUT') return route.continue();
        return isDying && ++sent > 10 ? undefined : route.continue();
      });
      await page.getByLabel('Images to upload').setInputFiles(paths);
      await expect.poll(readyCount, { timeout: 30_000 }).toBe(12);
      await page.getByText(`: 10 of ${FILES}`).waitFor();
      page.on('dialog', (dialog) => void dialog.accept());
      await page.reload();
      await page.getByText('was cut off: 14 of 24 files are left').waitFor();
      isDying = false;
      let again = 0;
      page.on('request', (request) => {
        if (request.method() === 'PUT') again++;
      });
      await page.getByLabel('Images to upload').setInputFiles(paths);
      const uploads = page.getByRole('region', { name: 'Uploads' });
      await expect
        .poll(() => uploads.textContent(), { timeout: 30_000 })
        .toContain(`24 of ${FILES}, 10 of them were there already`);
      expect(again).toBe(14);
      await expect.poll(readyCount, { timeout: 30_000 }).toBe(FILES + 2);
      await page.getByText('<b>"quoted"&amp;.png').first().waitFor();
      await page.getByText('صورة.png').first().waitFor();
      await page.getByRole('button', { name: 'Close the list of uploads' }).click();
      expect(await findViolations(page)).toEqual([]);
    });

    it('draws the labels of a project over the thumbnails in the colours of their classes, asked for at once', async () => {
      const asked: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('label-previews')) asked.push(request.url());
      });
      await page.goto(`${host.origin}/datasets/${seed.datasetId}?labels=${seed.projectId}`);
      const canvas = page.locator('.thumb:has-text("a.png") canvas, .thumb:has-text("b.png") canvas').first();
      await canvas.waitFor();
      const colors = await canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement;
        const pixels = (element as HTMLCanvasElement)
          .getContext('2d')!
          .getImageData(0, 0, width, height).data;
        const found = new Set<string>();
        for (let i = 0; i < pixels.length; i += 4) {
          if (pixels[i + 3] === 255) found.add(pixels.slice(i, i + 3).join());
        }
        return [...found];
      });
      // The polygon's #56b4e9 and the box's #e69f00.
      expect(colors).toEqual(expect.arrayContaining(['86,180,233', '230,159,0']));
      expect(asked).toHaveLength(1);

      await page.locator('.thumb').first().click();
      await page.waitForURL(/image=/);
      await page.getByRole('dialog').getByRole('table', { name: 'Facts about the image' }).waitFor();
      await page.reload();
      await page
        .getByRole('dialog')
        .getByText('60 × 40 px')
        .or(page.getByText('640 × 480 px'))
        .first()
        .waitFor();
    });

    it('is renamed, and deleted only by its typed name and when nothing uses it', async () => {
      const { id } = await seed.admin.call<{ id: string }>('POST', 'datasets', { name: 'Spare' });
      await page.goto(`${host.origin}/datasets/${id}`);
      await page.getByRole('button', { name: 'More about this dataset' }).click();
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Spare <i>trays</i>');
      await page.getByRole('button', { name: 'Rename' }).click();
      await page.getByRole('heading', { name: 'Spare <i>trays</i>' }).waitFor();
      await page.getByRole('button', { name: 'More about this dataset' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      const remove = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
      expect(await remove.isDisabled()).toBe(true);
      await page.getByRole('dialog').getByRole('textbox').fill('Spare <i>trays</i>');
      await remove.click();
      await page.waitForURL(/\/datasets$/);
      await expect.poll(() => page.getByText('Spare <i>trays</i>').count()).toBe(0);

      await page.goto(`${host.origin}/datasets/${seed.datasetId}`);
      await page.getByRole('button', { name: 'More about this dataset' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('Street photographs');
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByText('the project "City streets"').waitFor();
    });

    it('a dataset that mirrors a folder says so, and takes no uploads', async () => {
      await page.goto(`${host.origin}/datasets`);
      await page.getByText(`mirrors ${mirrored}`).waitFor();
      await page.getByRole('link', { name: basename(mirrored) }).click();
      await page.getByText(`Mirrors ${mirrored}: change files there`).waitFor();
      await page.getByRole('button', { name: 'kept.png' }).waitFor();
      expect(await page.getByRole('button', { name: /^Upload/ }).count()).toBe(0);
    });

    it('a bucket that was not attached is refused with what to do', async () => {
      await page.goto(`${host.origin}/datasets`);
      await page.getByRole('button', { name: 'New dataset' }).first().click();
      await page.getByLabel('Name').fill('Archive');
      await page.getByLabel('Mirror a bucket').fill('s3://archive/2024/');
      await page.getByRole('button', { name: 'Create dataset' }).click();
      await page.getByRole('alert').getByText('No bucket is attached').waitFor();
    });
  },
);
