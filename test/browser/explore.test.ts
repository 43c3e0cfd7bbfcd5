import sharp from 'sharp';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { findViolations } from './find-violations.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();

/** Stripes of one period: sharp, and like other stripes of nearly that period. */
function stripes(period: number): Promise<Buffer> {
  const pixels = Buffer.alloc(160 * 120 * 3);
  for (let i = 0; i < 160 * 120; i++) {
    const isLight = Math.floor((i % 160) / period) % 2 === 0;
    pixels.fill(isLight ? 200 - period : 40 + (i % 23), 3 * i, 3 * i + 3);
  }
  return sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } })
    .png()
    .toBuffer();
}

describe.skipIf(missing !== undefined)(
  `exploring the images of a project${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      const size = { width: 160, height: 120 };
      const dark = { create: { ...size, channels: 3 as const, background: '#030303' } };
      seed = await seedProject(host, [
        ...(await Promise.all(
          [4, 7, 12, 20, 33].map(async (period) => ({
            key: `stripes-${period}.png`,
            ...size,
            bytes: await stripes(period),
          })),
        )),
        { key: 'night.png', ...size, bytes: await sharp(dark).png().toBuffer() },
      ]);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('looks at the images, narrows them down, and turns a selection into work', async () => {
      const { page, faults } = await openPage(browser, { as: seed.admin });
      await page.goto(`${host.origin}/projects/${seed.projectId}/explore`);
      await page.getByRole('button', { name: 'Look at the images' }).click();
      await page.getByRole('heading', { name: '6 images' }).waitFor();

      await page.getByText(/^dark 1/).click();
      await page.getByRole('heading', { name: '1 images' }).waitFor();
      await page.getByRole('link', { name: 'night.png' }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();

      // The darkest leaves when the lower end of brightness goes up.
      await page.getByRole('slider', { name: 'brightness from' }).focus();
      for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
      await page.getByRole('heading', { name: '5 images' }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();

      await page.getByRole('button', { name: 'Images like stripes-12.png' }).click();
      await page.getByText('like stripes-12.png').waitFor();
      expect(await page.locator('.card a').first().textContent()).toBe('stripes-12.png');
      await page.getByRole('button', { name: 'Show all' }).click();

      // Around everything on the map: all six stay.
      const map = page.getByRole('img', { name: /^Map of 6 images/ });
      await map.scrollIntoViewIfNeeded();
      const frame = (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      const corners = [
        [0.001, 0.001],
        [0.999, 0.001],
        [0.999, 0.999],
        [0.001, 0.999],
      ];
      const [x, y] = [
        (of: number) => frame.x + of * frame.width,
        (of: number) => frame.y + of * frame.height,
      ];
      await page.mouse.move(x(0.001), y(0.001));
      await page.mouse.down();
      for (const [right, down] of [...corners, corners[0]])
        await page.mouse.move(x(right), y(down), { steps: 4 });
      await page.mouse.up();
      await page.getByText('6 picked out').waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();

      await page.getByText('label next').click();
      await page.getByRole('heading', { name: /^[2-5] images/ }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.getByRole('checkbox', { name: 'Select stripes-4.png' }).check();
      await page.getByRole('checkbox', { name: 'Select stripes-33.png' }).check();
      await page.getByRole('button', { name: 'Keep as a collection' }).click();
      await page.getByLabel('Name').fill('Extremes');
      await page.getByRole('button', { name: 'Keep', exact: true }).click();
      await page.getByRole('button', { name: 'Extremes: 2' }).waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Send 2 images to annotation' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
      await page.getByText('2 of 2 tasks have priority 90 now').waitFor();
      expect(faults).toEqual([]);
    });
  },
);
