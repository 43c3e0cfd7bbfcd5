import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it('says which Lapidary it is', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const said = execFileSync(process.execPath, [join(root, 'cli', 'lapidary.mjs'), '--version']);
  expect(said.toString()).toBe(`${version}\n`);
});
