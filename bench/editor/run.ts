/**
 * Measures the label editor against SVG, Konva and a plain canvas redraw, all in one run of one browser without a GPU:
 * `node bench/editor/run.ts [polygons] [--json]`.
 */
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { browserMissing } from '../../test/browser/browser-missing.ts';
import { openBrowser } from '../../test/browser/open-page.ts';
import type { Bench } from './page.ts';

const missing = browserMissing();
if (missing !== undefined) throw new Error(`No benchmark: ${missing}.`);
const count = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 10_000);
const isJson = process.argv.includes('--json');
const MS = 4_000;

const folder = await mkdtemp(join(tmpdir(), 'lapidary-bench-'));
await build({
  root: new URL('.', import.meta.url).pathname,
  configFile: false,
  logLevel: 'error',
  worker: { format: 'es' },
  build: { outDir: folder, emptyOutDir: true, target: 'es2023' },
});
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
const server = createServer((request, response) => {
  const name = request.url === '/' ? '/index.html' : (request.url ?? '');
  readFile(join(folder, name)).then(
    (bytes) =>
      response
        .writeHead(200, {
          'content-type': TYPES[extname(name)] ?? 'text/plain',
          // Only an isolated page may measure its memory.
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
        })
        .end(bytes),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.bench !== undefined');
  const ask = <K extends keyof Bench>(name: K): Promise<Awaited<ReturnType<Bench[K]>>> =>
    page.evaluate(`bench.${name}(${count}, ${MS})`);
  // One unmeasured round warms the compiler up.
  await page.evaluate('bench.editor(500, 300)');
  const editor = await ask('editor');
  const vertex = await ask('vertex');
  const redraw = await ask('redraw');
  const konva = await ask('konva');
  const svg = await ask('svg');
  const before = await rendererMegabytes(browser);
  const { bytes } = await ask('keepOpen');
  const memory = {
    pageMegabytes: bytes === undefined ? undefined : bytes / 2 ** 20,
    rendererMegabytes: await rendererMegabytes(browser),
    rendererMegabytesBefore: before,
  };
  const result = { polygons: count, editor, vertex, redraw, konva, svg, memory };
  if (isJson) console.log(JSON.stringify(result));
  else {
    console.log(`${count} polygons of 24 vertices, median frames per second while panning and zooming:`);
    console.log(`  Lapidary      ${editor.fps.toFixed(1)}`);
    console.log(`  plain redraw  ${redraw.fps.toFixed(1)}`);
    console.log(`  Konva         ${konva.fps.toFixed(1)}`);
    console.log(`  SVG           ${svg.fps.toFixed(1)}`);
    console.log(`Dragging a vertex of a 5,000-vertex polygon: ${vertex.fps.toFixed(1)} fps`);
    console.log(
      `Opening: ${editor.openMs.toFixed(0)} ms · picking: ${editor.pickMicroseconds.toFixed(1)} µs`,
    );
    console.log(
      `Memory: page ${memory.pageMegabytes?.toFixed(0) ?? '?'} MB, whole renderer process ${memory.rendererMegabytes.toFixed(0)} MB`,
    );
  }
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
}

/** Memory that the largest renderer process has for itself (PSS: pages shared with others count in part). */
async function rendererMegabytes(of: Browser): Promise<number> {
  const session = await of.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
        return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
      }),
  );
  return Math.max(0, ...sizes);
}
