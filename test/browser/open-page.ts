import { chromium, type Browser, type Page } from 'playwright-core';
import type { ApiClient } from './api-client.ts';
import { chromiumPath } from './browser-missing.ts';

/** Chromium as the tests use it: no window, no GPU, no calls home. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

interface OpenPageOptions {
  /** Whose session the page has; nobody's when missing. */
  as?: ApiClient;
  colorScheme?: 'light' | 'dark';
}

export interface OpenedPage {
  page: Page;
  /** Uncaught errors and refused scripts or styles since the page was opened. */
  faults: string[];
}

/** A page with storage of its own. */
export async function openPage(
  browser: Browser,
  { as, colorScheme = 'light' }: OpenPageOptions,
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme });
  if (as !== undefined) await context.addCookies([as.cookie]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content.Security.Policy/i.test(message.text()))
      faults.push(message.text());
  });
  return { page, faults };
}
