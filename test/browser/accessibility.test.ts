import axe, { type AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appPages } from './app-pages.ts';
import { browserMissing } from './browser-missing.ts';
import { labelSomeTasks } from './label-some-tasks.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { settled } from './settled.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();

describe.skipIf(missing !== undefined)(
  `pages${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [
        { key: 'a.png', width: 640, height: 480 },
        { key: 'b.png', width: 640, height: 480 },
      ]);
      await labelSomeTasks(seed);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it.each(['light', 'dark'] as const)(
      'have nothing serious against axe, fit 1280 px, break no rule, in %s',
      async (colorScheme) => {
        const found: string[] = [];
        for (const { name, path, as, ready } of await appPages(seed)) {
          const { page, faults } = await openPage(browser, { as, colorScheme });
          await page.goto(host.origin + path);
          await page.locator(ready).first().waitFor();
          await settled(page);
          await page.evaluate(axe.source);
          const { violations } = await page.evaluate<AxeResults>(
            // What is said and how it is built does not depend on the colours.
            colorScheme === 'light' ? 'axe.run()' : "axe.run({ runOnly: ['color-contrast'] })",
          );
          for (const { id, impact, nodes } of violations) {
            if (impact !== 'serious' && impact !== 'critical') continue;
            found.push(
              `${name}: ${id} (${impact}) at ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
            );
          }
          const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          if (Number(overflow) > 0) found.push(`${name}: ${String(overflow)} px wider than the window`);
          found.push(...faults.map((fault) => `${name}: ${fault}`));
          await page.context().close();
        }
        expect(found).toEqual([]);
      },
      300_000,
    );
  },
);
