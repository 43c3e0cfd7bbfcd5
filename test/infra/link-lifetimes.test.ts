import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
/** The table of links that somebody exports on purpose, to read images from elsewhere for a while. */
const ON_PURPOSE = 'functions/assemble-export/output-content.ts';

it('no signed link that the API hands out works for more than 15 minutes', () => {
  const lifetimes: [file: string, seconds: number][] = [];
  for (const file of globSync('{functions,shared}/**/*.ts', { cwd: ROOT })) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    if (file.endsWith('.test.ts')) continue;
    for (const [, given] of text.matchAll(/expiresSeconds: ([^,}\s]+)/g)) {
      if (given === 'number;') continue;
      const defined = new RegExp(`const ${given} = ([0-9 *_]+);`).exec(text)?.[1] ?? given;
      const seconds = defined.split('*').reduce((product, factor) => product * Number(factor), 1);
      lifetimes.push([file, seconds]);
    }
  }
  expect(lifetimes.length).toBeGreaterThan(8);
  expect(lifetimes.filter(([file, seconds]) => !(seconds <= 900) && file !== ON_PURPOSE)).toEqual([]);
});
