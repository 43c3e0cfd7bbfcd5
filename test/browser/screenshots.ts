/**
 * Pictures of every page, light and dark, in the untracked folder `screenshots/`, to be looked at:
 * `node test/browser/screenshots.ts`. An argument takes only the pages whose names begin with it.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { appPages } from './app-pages.ts';
import { browserMissing } from './browser-missing.ts';
import { labelSomeTasks } from './label-some-tasks.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedMoreWork } from './seed-more-work.ts';
import { seedProject } from './seed-project.ts';
import { startLapidary } from './start-lapidary.ts';

const missing = browserMissing();
if (missing !== undefined) throw new Error(`No screenshots: ${missing}.`);

const folder = new URL('../../screenshots/', import.meta.url).pathname;
const photographs = new URL('../../../shared/fixtures/coco20/images/', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
const host = await startLapidary();
const browser = await openBrowser();
try {
  const names = (await readdir(photographs).catch(() => [])).slice(0, 12);
  const images = await Promise.all(
    names.map(async (key) => ({ key, width: 0, height: 0, bytes: await readFile(photographs + key) })),
  );
  const seed = await seedProject(
    host,
    images.length > 0
      ? images
      : [
          { key: 'plain.png', width: 640, height: 480 },
          { key: 'other.png', width: 640, height: 480 },
        ],
  );
  await labelSomeTasks(seed);
  await seedMoreWork(seed);
  for (const { name, path, as, ready } of await appPages(seed)) {
    if (!name.startsWith(process.argv[2] ?? '')) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, faults } = await openPage(browser, { as, colorScheme });
      await page.goto(host.origin + path);
      await page.locator(ready).first().waitFor({ timeout: 15_000 });
      await page.waitForTimeout(900);
      await page.screenshot({ path: `${folder}${name}-${colorScheme}.png` });
      for (const fault of faults) console.error(`${name}: ${fault}`);
      await page.context().close();
    }
  }
} finally {
  await browser.close();
  await host.stop();
}
