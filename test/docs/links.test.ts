import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((page) => page !== '' && existsSync(join(root, page)));

test('every link of a page to a file or a heading leads somewhere', () => {
  expect(pages.length).toBeGreaterThan(20);
  const dead = pages.flatMap((page) => linksOf(page).filter((link) => !leadsSomewhere(page, link)));
  expect(dead).toEqual([]);
});

test('every page of the documentation can be reached from the README', () => {
  const seen = new Set(['README.md']);
  for (const page of seen) {
    for (const link of linksOf(page)) {
      const target = normalize(join(dirname(page), link.split('#')[0]));
      if (pages.includes(target)) seen.add(target);
    }
  }
  const documents = pages.filter((page) => page.startsWith('docs/') && !page.startsWith('docs/adr/'));
  expect(documents.filter((page) => !seen.has(page))).toEqual([]);
});

test('every file or folder of the repository that a page names is there (hidden ones are made on use)', () => {
  const ROOM =
    /^(?:shared|functions|statemachines|infra|cli|web|models|bootstrap|bench|test|docs)\/[\w./-]+$/;
  const missing = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/`([^`\n]+)`/g)]
      .map(([, name]) => name.split(':')[0])
      .filter((name) => ROOM.test(name) && !name.includes('/.') && !existsSync(join(root, name)))
      .map((name) => `${page}: ${name}`),
  );
  expect(missing).toEqual([]);
});

/** Targets of links and pictures, as written; addresses of the web left out. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '');
  const found = text.matchAll(/\]\((?!\w+:)([^)\s]+)\)/g);
  return [...found].map(([, link]) => link);
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path, anchor] = link.split('#');
  const target = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  return statSync(target).isFile() && anchorsOf(readFileSync(target, 'utf8')).has(anchor);
}

/** As readers of Markdown on the web make them from headings: lower case, hyphens for spaces, no punctuation. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replace(/```[\s\S]*?```/g, '').matchAll(/^#{1,6} +(.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
        .trim()
        .replace(/ /g, '-'),
    ),
  );
}
