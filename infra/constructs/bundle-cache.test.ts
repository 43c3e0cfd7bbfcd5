import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isBundleFresh, rememberBundle } from './bundle-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapidary-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a bundle is made anew when a file that it came from has changed, is gone, or was never noted', () => {
  const note = join(folder, 'note.json');
  const [one, two] = ['one.ts', 'two.ts'].map((name) => join(folder, name));
  writeFileSync(one, 'a');
  writeFileSync(two, 'b');
  expect(isBundleFresh(note)).toBe(false);
  rememberBundle(note, [one, two]);
  expect(isBundleFresh(note)).toBe(true);
  utimesSync(one, 1, 1);
  expect(isBundleFresh(note)).toBe(false);
  rememberBundle(note, [one, two]);
  rmSync(two);
  expect(isBundleFresh(note)).toBe(false);
  writeFileSync(note, '{"cut');
  expect(isBundleFresh(note)).toBe(false);
});
