import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
/** `LAPIDARY_GRID_IMAGES=100000` scrolls through that many, in minutes. */
const IMAGES = Number(process.env.LAPIDARY_GRID_IMAGES ?? 10_000);
/** A grey square. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAICAgAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

describe.skipIf(missing !== undefined)(
  `a dataset of ${IMAGES} images${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [{ key: 'a.png', width: 60, height: 40 }]);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it(
      'scrolls to its end with few elements, each page asked for once, and not again by itself',
      async () => {
        const { page } = await openPage(browser, { as: seed.admin });
        const asked: number[] = [];
        let previews = 0;
        // The list is answered here: the pages that a store of this size would give.
        await page.route(/\/v1\/assets\?/, async (route) => {
          const query = new URL(route.request().url()).searchParams;
          const from = Number(query.get('pageToken') ?? 0);
          const limit = Number(query.get('limit'));
          asked.push(from);
          const items = Array.from({ length: Math.min(limit, IMAGES - from) }, (_, i) => ({
            id: `${seed.datasetId}.${from + i}`,
            datasetId: seed.datasetId,
            key: `${from + i}.png`,
            name: `${from + i}.png`,
            width: 60,
            height: 40,
            status: 'ready',
            createdAt: '2026-01-01T00:00:00.000Z',
            thumbnailUrl: `/thumbnail/${from + i}`,
          }));
          const next = from + limit < IMAGES ? { nextPageToken: String(from + limit) } : {};
          await route.fulfill({ json: { items, ...next } });
        });
        await page.route(/\/thumbnail\//, (route) =>
          route.fulfill({ contentType: 'image/gif', body: PICTURE }),
        );
        await page.route(/\/v1\/label-previews/, async (route) => {
          previews++;
          await route.fulfill({ json: { items: [] } });
        });
        await page.goto(`${host.origin}/datasets/${seed.datasetId}?labels=${seed.projectId}`);
        await page.getByText('0.png', { exact: true }).waitFor();
        // As fast as frames come, until the last page was asked for.
        await page.evaluate(`{
        const grid = document.querySelector('[role="region"][aria-label="Images"]');
        const down = () => {
          grid.scrollTo(0, grid.scrollHeight);
          if (!window.isOver) requestAnimationFrame(down);
        };
        down();
      }`);
        while (asked.at(-1) !== IMAGES - 200) await page.waitForTimeout(100);
        await page.getByText(`${IMAGES - 1}.png`, { exact: true }).waitFor();
        await page.evaluate('window.isOver = true');
        expect(asked).toEqual(Array.from({ length: IMAGES / 200 }, (_, i) => i * 200));
        expect(await page.locator('.thumb').count()).toBeLessThan(120);

        // A second look at the window would read a short list again.
        const pages = asked.length;
        const blocks = previews;
        await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
        await page.waitForTimeout(300);
        expect(asked).toHaveLength(pages);

        // Up and down through the middle, as a person does: the frames that the scrolling takes.
        const frames = await page.evaluate<number[]>(`(async () => {
        const grid = document.querySelector('[role="region"][aria-label="Images"]');
        const took = [];
        let last = performance.now();
        grid.scrollTo(0, grid.scrollHeight / 2);
        for (let i = 0; i < 120; i++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          const now = performance.now();
          took.push(now - last);
          last = now;
          grid.scrollBy(0, i < 60 ? 90 : -90);
        }
        return took.slice(2).toSorted((a, b) => a - b);
      })()`);
        const median = frames[frames.length >> 1];
        console.info(`Median frame while scrolling ${IMAGES} images: ${median.toFixed(1)} ms.`);
        // Generous: tests share a machine. Drawing all images would take seconds a frame.
        expect(median).toBeLessThan(100);
        expect(asked).toHaveLength(pages);
        // 60 rows of ten: a request a row would be ten times as many.
        expect(previews - blocks).toBeLessThan(40);
        await page.context().close();
      },
      Math.max(240_000, IMAGES * 6),
    );
  },
);
