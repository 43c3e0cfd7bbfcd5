import { open, stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { contentTypeOf } from '../../shared/blobs/content-type.ts';
import { readFileRange } from '../../shared/blobs/read-file-range.ts';

/** What vite names by the hash of its content. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** Serves the built web app; every path that is no file gets the page, for the router in the browser. */
export function serveWeb(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response('Only GET works here.\n', { status: 405, headers: { allow: 'GET, HEAD' } });
    }
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url).pathname);
    } catch {
      return new Response('The address cannot be read.\n', { status: 400 });
    }
    const asked = await fileResponse(folder, path, request);
    if (asked !== undefined) return asked;
    // A missing script must not turn into a page: that hides an outdated tab behind a syntax error.
    if (path.startsWith('/assets/')) return new Response('There is no such file.\n', { status: 404 });
    const page = await fileResponse(folder, '/index.html', request);
    return page ?? new Response('The web app is not built. Run: npm run build:web\n', { status: 503 });
  };
}

async function fileResponse(folder: string, path: string, request: Request): Promise<Response | undefined> {
  const file = join(folder, normalize(path));
  if (!file.startsWith(folder + sep) || path.includes('\0')) return undefined;
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const etag = `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`;
  const headers = new Headers({
    'content-type': contentTypeOf(file),
    'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
  });
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  headers.set('content-length', String(found.size));
  if (request.method === 'HEAD') return new Response(null, { headers });
  return new Response(readFileRange(await open(file, 'r'), found.size), { headers });
}
