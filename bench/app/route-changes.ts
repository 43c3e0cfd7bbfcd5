/**
 * How long pages of the app take to show when a person goes from one to the next, on local data:
 * `node bench/app/route-changes.ts` (after `npm run build:web`). From the click to the first frame in which the page's
 * title and its first row or card are there; the first visit of each page loads its code and is told apart.
 */
import { openBrowser, openPage } from '../../test/browser/open-page.ts';
import { seedProject } from '../../test/browser/seed-project.ts';
import { startLapidary } from '../../test/browser/start-lapidary.ts';

const ROUNDS = 10;
const PAGES: [link: string, ready: string][] = [
  ['Datasets', 'main tbody tr'],
  ['Projects', 'main a.card'],
  ['Ontologies', 'main tbody tr'],
  ['Workflows', 'main tbody tr'],
  ['People', 'main tbody tr'],
];

/** Runs in the page: clicks, and answers the milliseconds until the frame in which everything is there. */
const clickAndWait = ([label, ready]: readonly [string, string]): Promise<number> =>
  new Promise((resolve) => {
    const link = [...document.querySelectorAll('nav a')].find(({ textContent }) => textContent === label);
    const started = performance.now();
    (link as HTMLElement).click();
    const look = () => {
      const isThere =
        document.querySelector('main h1')?.textContent === label && document.querySelector(ready) !== null;
      if (isThere) resolve(performance.now() - started);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

const host = await startLapidary();
const browser = await openBrowser();
try {
  const seed = await seedProject(host, [{ key: 'a.png', width: 64, height: 48 }]);
  const { page } = await openPage(browser, { as: seed.admin });
  await page.goto(host.origin);
  await page.locator('main .card').first().waitFor();
  const first: Record<string, number> = {};
  const later: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [link, ready] of PAGES) {
      const milliseconds = await page.evaluate(clickAndWait, [link, ready] as const);
      if (round === 0) first[link] = milliseconds;
      else (later[link] ??= []).push(milliseconds);
    }
  }
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
  console.table(
    Object.fromEntries(
      PAGES.map(([link]) => [
        link,
        { 'first visit, ms': Math.round(first[link]), 'median after, ms': Math.round(median(later[link])) },
      ]),
    ),
  );
} finally {
  await browser.close();
  await host.stop();
}
