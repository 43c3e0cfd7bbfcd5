/**
 * How long a click of the smart outline takes until its mask is there, answered by the browser and by the server:
 * `node bench/editor/click-to-mask.ts [clicks] [--json]`. Needs Chromium and `npm run build:web`.
 */
import type { Page } from 'playwright-core';
import { planDemoImages } from '../../shared/demo/plan-demo-images.ts';
import { renderDemoImage } from '../../shared/demo/render-demo-image.ts';
import { browserMissing } from '../../test/browser/browser-missing.ts';
import { LabelPage } from '../../test/browser/label-page.ts';
import { openBrowser, openPage } from '../../test/browser/open-page.ts';
import { seedProject } from '../../test/browser/seed-project.ts';
import { startLapidary } from '../../test/browser/start-lapidary.ts';

const missing = browserMissing();
if (missing !== undefined) throw new Error(`No benchmark: ${missing}.`);
const clicks = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 15);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Ms from pressing until the state says that a mask was found, measured in the page itself. */
async function clickToMask(page: Page, at: [number, number]): Promise<number> {
  // Without a value of its own: a promise would be waited for before the click.
  await page.evaluate(`void (globalThis.clickToMask = new Promise((resolve) => {
    let start = 0;
    addEventListener('pointerdown', () => { start = performance.now(); }, { capture: true, once: true });
    const line = document.querySelector('[data-sam-state]');
    const observer = new MutationObserver(() => {
      if (start === 0 || line.dataset.samState !== 'found') return;
      observer.disconnect();
      resolve(performance.now() - start);
    });
    observer.observe(line, { attributes: true });
  }))`);
  await page.mouse.click(...at);
  const ms = await page.evaluate<number>('globalThis.clickToMask');
  await page.keyboard.press('Escape');
  await page.locator('[data-sam-state="ready"]').waitFor();
  return ms;
}

const host = await startLapidary();
const browser = await openBrowser();
try {
  const [plan] = planDemoImages({ images: 1, seed: 7 });
  const { scene, bytes } = await renderDemoImage(plan);
  const seed = await seedProject(host, [
    { key: 'gems.jpg', width: scene.width, height: scene.height, bytes },
  ]);
  const { items } = await seed.admin.call<{ items: { id: string }[] }>(
    'GET',
    `tasks?projectId=${seed.projectId}`,
  );
  const { page } = await openPage(browser, { as: seed.annotator });
  const label = new LabelPage(page);
  const points = await (async () => {
    await label.open(host.origin, items[0].id);
    await page.getByText(`${scene.width} × ${scene.height} px`).waitFor();
    return Promise.all(
      Array.from({ length: clicks }, (_, i) => {
        const { box } = scene.objects[i % scene.objects.length];
        return label.toScreen([box.x + box.width / 2, box.y + box.height / 2], scene);
      }),
    );
  })();
  const measure = async (by: 'browser' | 'server'): Promise<{ first: number; median: number }> => {
    await label.open(host.origin, items[0].id);
    await page.getByText(`${scene.width} × ${scene.height} px`).waitFor();
    await label.chooseClass('Sky');
    await page.keyboard.press('q');
    await page.locator('[data-sam-state]').waitFor();
    const first = await clickToMask(page, points[0]);
    for (let i = 0; i < 100 && by === 'browser'; i++) {
      if ((await page.locator('[data-sam-by="browser"]').count()) > 0) break;
      await clickToMask(page, points[0]);
      await page.waitForTimeout(300);
    }
    const times: number[] = [];
    for (const point of points) times.push(await clickToMask(page, point));
    return { first, median: median(times) };
  };
  const inBrowser = await measure('browser');
  await page.route('**/browser-model', (route) => route.abort());
  const onServer = await measure('server');
  if (process.argv.includes('--json')) console.log(JSON.stringify({ clicks, inBrowser, onServer }));
  else {
    console.log(`Click → mask, median of ${clicks} (${scene.width} × ${scene.height} px, bundled model):`);
    console.log(
      `  in the browser ${inBrowser.median.toFixed(0)} ms, by the server ${onServer.median.toFixed(0)} ms`,
    );
    console.log(`  the first click of a visit ${inBrowser.first.toFixed(0)} ms`);
  }
} finally {
  await browser.close();
  await host.stop();
}
