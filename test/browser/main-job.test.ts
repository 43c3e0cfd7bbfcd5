import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { LabelPage, savedLabels } from './label-page.ts';
import { openBrowser, openPage } from './open-page.ts';
import { PASSWORD, seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const IMAGE = { width: 640, height: 480 };

describe.skipIf(missing !== undefined)(
  `the main job by hand${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [{ key: 'one <b>"photo"<i>.png', ...IMAGE }]);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('labels, rejects, corrects, approves and completes a task', async () => {
      const annotator = await openPage(browser, {});
      const { page } = annotator;
      await page.goto(host.origin);
      await page.getByLabel('E-mail').fill('ana@example.org');
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: /City streets/ }).click();
      await page.getByRole('button', { name: 'Start working' }).click();
      await page.getByRole('button', { name: 'Submit' }).waitFor();
      // Names come from people and are shown as text.
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('one <b>"photo"<i>.png');
      const taskId = new URL(page.url()).pathname.split('/')[2];
      const label = new LabelPage(page);
      await label.chooseClass('Vehicle');
      const at = (x: number, y: number) => label.toScreen([x, y], IMAGE);
      await label.drag(await at(100, 100), await at(300, 250));
      await label.drag(await at(350, 300), await at(500, 400));
      await page.getByRole('button', { name: 'Submit' }).click();
      await page.getByText('All done here').waitFor();
      expect((await savedLabels(seed.admin, taskId)).objects).toHaveLength(2);

      const reviewer = await openPage(browser, { as: seed.reviewer });
      const review = new LabelPage(reviewer.page);
      await review.open(host.origin, taskId);
      await reviewer.page.getByText('0 of 2 decided').waitFor();
      await reviewer.page.keyboard.press('a');
      await reviewer.page.getByText('1 of 2 decided').waitFor();
      await reviewer.page.keyboard.press('x');
      await reviewer.page.getByLabel('Reason').fill('Too loose');
      await reviewer.page.keyboard.press('Enter');
      await reviewer.page.getByText('2 of 2 decided, 1 rejected').waitFor();
      await reviewer.page.getByRole('button', { name: 'Reject task' }).click();
      await reviewer.page.getByText('All done here').waitFor();

      await label.open(host.origin, taskId);
      await page.getByText('Sent back by Ben Okafor').waitFor();
      await page.getByRole('button', { name: 'Too loose' }).click();
      await page.keyboard.press('ArrowRight');
      await page.getByLabel('Put right: Too loose').click();
      await page.getByText('Everything is put right').waitFor();
      await page.getByRole('button', { name: 'Submit' }).click();
      await page.getByText('All done here').waitFor();

      await review.open(host.origin, taskId);
      await reviewer.page.keyboard.press('Shift+A');
      await reviewer.page.getByText('2 of 2 decided').waitFor();
      await reviewer.page.getByRole('button', { name: 'Approve task' }).click();
      await reviewer.page.getByText('All done here').last().waitFor();
      const task = await seed.admin.call<{ stageId: string; status: string }>('GET', `tasks/${taskId}`);
      expect(task).toMatchObject({ stageId: 'complete', status: 'done' });
      expect(annotator.faults).toEqual([]);
      expect(reviewer.faults).toEqual([]);
    }, 90_000);

    it('takes the token of the printed link out of the address bar at once', async () => {
      const { linkToken } = await seed.admin.call<{ linkToken: string }>('POST', 'users', {
        name: 'Cho',
        email: 'cho@example.org',
      });
      const { page, faults } = await openPage(browser, {});
      await page.goto(`${host.origin}/welcome#${linkToken}`);
      await page.waitForURL(`${host.origin}/`);
      expect(page.url()).not.toContain(linkToken);
      await page.goBack().catch(() => undefined);
      expect(page.url()).not.toContain(linkToken);
      expect(faults).toEqual([]);
    }, 30_000);
  },
);
