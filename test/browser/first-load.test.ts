import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const built = new URL('../../dist/web/', import.meta.url);
const MOST_KILOBYTES = 250;
/** A page and what it needs at once: `import … from "./x.js"`, `import "./x.js"`, and the styles that it names. */
const STATIC_IMPORT = /(?:from|import)\s*"\.\/([\w.-]+\.js)"/g;

async function needsOf(file: string, found: Set<string>): Promise<void> {
  if (found.has(file)) return;
  found.add(file);
  if (!file.endsWith('.js')) return;
  const text = await readFile(new URL(`assets/${file}`, built), 'utf8');
  for (const [, needed] of text.matchAll(STATIC_IMPORT)) await needsOf(needed, found);
}

it.skipIf(!existsSync(new URL('index.html', built)))(
  'the app is there after at most 250 KB, and no page of it brings the editor',
  async () => {
    const html = await readFile(new URL('index.html', built), 'utf8');
    const all = await readdir(new URL('assets/', built));
    const found = new Set<string>();
    for (const [, file] of html.matchAll(/(?:src|href)="\/assets\/([\w.-]+)"/g)) await needsOf(file, found);
    for (const file of all) if (file.startsWith('home-page-')) await needsOf(file, found);
    let bytes = gzipSync(html).length;
    for (const file of found) bytes += gzipSync(await readFile(new URL(`assets/${file}`, built))).length;
    expect([...found].some((file) => file.startsWith('home-page-'))).toBe(true);
    expect([...found].filter((file) => /^(label-page|editor)/.test(file))).toEqual([]);
    console.info(`First load: ${(bytes / 1024).toFixed(1)} KB with gzip, ${found.size} files.`);
    expect(bytes / 1024).toBeLessThanOrEqual(MOST_KILOBYTES);
  },
);
