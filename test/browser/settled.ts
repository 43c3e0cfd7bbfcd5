import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const LONGEST_MILLISECONDS = 2_000;

/** Waits until nothing moves and nothing is being loaded in sight; what moves for ever is looked at as it is. */
export async function settled(page: Page): Promise<void> {
  const until = Date.now() + LONGEST_MILLISECONDS;
  while (Date.now() < until) {
    const isSettled = await page.evaluate<boolean>(
      `document.querySelector('.mantine-Skeleton-root') === null &&
       document.getAnimations().every(({ playState }) => playState !== 'running')`,
    );
    if (isSettled) return;
    await sleep(50);
  }
}
