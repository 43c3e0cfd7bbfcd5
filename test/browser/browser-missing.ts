import { existsSync } from 'node:fs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is. */
export const chromiumPath = CHROMIUM.find((path) => existsSync(path));

/** Why browser tests cannot run here; undefined when they can. */
export function browserMissing(): string | undefined {
  if (chromiumPath === undefined) return 'no Chromium in /usr/bin (apt-get install chromium)';
  const page = new URL('../../dist/web/index.html', import.meta.url).pathname;
  if (!existsSync(page)) return 'the web app is not built (npm run build:web)';
  return undefined;
}
