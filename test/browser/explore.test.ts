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
      await page.getByRole('heading', { name: '1 image' }).waitFor();
      await page.getByRole('link', { name: 'night.png' }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();

      // The darkest leaves when the lower end of brightness goes up.
      await page.getByRole('slider', { name: 'brightness from' }).focus();
      for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
      await page.getByRole('heading', { name: '5 images' }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();

      await page.getByRole('button', { name: 'Images like stripes-12.png' }).click();
      await page.getByText('like stripes-12.png').waitFor();
      // The pictures follow a moment after the words.
      const isFirst = (name: string) => document.querySelector('.card a')?.textContent === name;
      await page.waitForFunction(isFirst, 'stripes-12.png');
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

      // A stricter threshold counts at once; then back.
      await page.getByLabel('Blurry below').fill('100000');
      await page.getByText('blurry 5', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Reset' }).click();
      await page.getByText('blurry 5', { exact: true }).waitFor({ state: 'detached' });

      // The tree, cut into six: every image is alone; and the radius of density.
      await page.getByRole('button', { name: 'Tree', exact: true }).click();
      await page.getByRole('img', { name: /^Dendrogram of 6 leaves/ }).waitFor();
      await page.getByRole('slider', { name: 'Groups' }).focus();
      await page.keyboard.press('End');
      await page.getByRole('paragraph').filter({ hasText: '6 groups' }).waitFor();
      await page.getByRole('button', { name: 'Density', exact: true }).click();
      await page.getByRole('img', { name: /^Distance to the/ }).waitFor();
      await page.getByRole('button', { name: 'k-means', exact: true }).click();

      // Colours, and a view that outlives the page.
      await page.getByRole('combobox', { name: 'Colour by' }).click();
      await page.getByRole('option', { name: 'colour: brightness' }).click();
      await page.getByText(/^dark 1/).click();
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByLabel('Name of the view').fill('Dark ones');
      await page.getByRole('button', { name: 'Keep view' }).click();
      await page.getByRole('menuitem', { name: 'Dark ones' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: '6 images' }).waitFor();
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('menuitem', { name: 'Dark ones' }).click();
      await page.getByRole('heading', { name: '1 image' }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();

      // A part of an image.
      await page.getByRole('button', { name: 'Look for a part of stripes-20.png' }).click();
      const picture = page.getByRole('dialog').getByRole('img', { name: 'stripes-20.png' });
      await picture.waitFor();
      const whole = (await picture.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(whole.x + 2, whole.y + 2);
      await page.mouse.down();
      await page.mouse.move(whole.x + whole.width - 2, whole.y + whole.height - 2, { steps: 4 });
      await page.mouse.up();
      await page.getByRole('button', { name: 'Find images like it' }).click();
      await page.getByText('like a part of stripes-20.png').waitFor();
      await page.waitForFunction(isFirst, 'stripes-20.png');
      await page.getByRole('button', { name: 'Show all' }).click();

      await page.getByText('label next').click();
      await page.getByRole('heading', { name: /^[2-5] images/ }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.getByRole('checkbox', { name: 'Select stripes-4.png' }).check();
      await page.getByRole('checkbox', { name: 'Select stripes-33.png' }).check();
      await page.getByRole('button', { name: 'Keep as a collection' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Extremes');
      await page.getByRole('button', { name: 'Keep', exact: true }).click();
      await page.getByRole('button', { name: 'Extremes: 2' }).waitFor();
      await page.getByRole('button', { name: 'Find more like the selection' }).click();
      await page.getByText('like 2 selected').waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Send 2 images to annotation' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
      await page.getByText('2 of 2 tasks have priority 90 now').waitFor();
      await page.getByRole('button', { name: 'Look by itself …' }).click();
      await page.getByLabel('Tasks at the front').fill('2');
      await page.getByLabel('Parts representative').fill('1');
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Save the plan' }).click();
      await page.getByRole('button', { name: 'Looks by itself every 24 h' }).waitFor();
      expect(faults).toEqual([]);
    });

    it('learns the answers of a question from a few images, and answers it in the other tasks', async () => {
      const { admin, projectId } = seed;
      const { id } = await admin.call<{ id: string }>('POST', 'curations', { projectId });
      await expect
        .poll(async () => (await admin.call<{ status: string }>('GET', `jobs/${id}`)).status, {
          timeout: 20_000,
        })
        .toBe('succeeded');
      const { page, faults } = await openPage(browser, { as: admin });
      await page.goto(`${host.origin}/projects/${projectId}/explore`);
      await page.getByRole('heading', { name: '6 images' }).waitFor();
      await page.getByRole('button', { name: 'Teach classes' }).click();
      await page.getByRole('combobox', { name: 'Classes are' }).click();
      await page.getByRole('option', { name: 'the answers of Weather' }).click();
      const learn = page.getByRole('button', { name: 'Learn' });
      expect(await learn.isDisabled()).toBe(true);
      const show = async (name: string, keys: string[]) => {
        for (const key of keys) await page.getByRole('checkbox', { name: `Select ${key}` }).check();
        await page.getByRole('button', { name: `Add ${keys.length} selected to ${name}` }).click();
      };
      await show('Dry', ['stripes-4.png', 'stripes-7.png']);
      await show('Rain', ['stripes-20.png', 'stripes-33.png']);
      await learn.click();
      await page.getByText(/^Tells [\d.]+ % of the examples right/).waitFor();
      await page.getByRole('img', { name: /^ROC curves, areas: Dry [\d.]+, Rain [\d.]+/ }).waitFor();
      expect(await findViolations(page)).toEqual([]);

      // Whatever it says, it is asked from 100 % on: it is not sure of the two that nobody showed.
      await page.getByLabel('Sure from').fill('100');
      await page.getByRole('button', { name: 'Not sure of 2' }).click();
      await page.getByRole('heading', { name: '2 images' }).waitFor();
      await page
        .getByText(/^(Dry|Rain) \d+ %$/)
        .first()
        .waitFor();
      await page.getByLabel('Sure from').fill('0');
      await page.getByRole('button', { name: 'Answer Weather in 2 tasks' }).click();
      await page.getByText('2 tasks have an answer now').waitFor();

      const { items } = await admin.call<{ items: { id: string; imageName: string }[] }>(
        'GET',
        `tasks?projectId=${projectId}`,
      );
      const answersOf = async (name: string) => {
        const task = items.find(({ imageName }) => imageName === name);
        const { classifications } = await admin.call<{ classifications: { answers: object }[] }>(
          'GET',
          `tasks/${task?.id}/labels`,
        );
        return classifications.map(({ answers }) => Object.keys(answers));
      };
      expect(await answersOf('stripes-12.png')).toEqual([['weather-now']]);
      expect(await answersOf('night.png')).toEqual([['weather-now']]);
      expect(await answersOf('stripes-4.png')).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    });
  },
);
