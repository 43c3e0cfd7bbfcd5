import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const web = new URL('./', import.meta.url);
const library = new URL('../node_modules/@mantine/core/styles/', import.meta.url);

it('every component of the library that the app uses has its styles', async () => {
  const styles = await readFile(new URL('component-styles.css', web), 'utf8');
  const files = (await readdir(web, { recursive: true })).filter((file) => /\.tsx?$/.test(file));
  const used = new Set<string>();
  for (const file of files) {
    const text = await readFile(new URL(file, web), 'utf8');
    for (const [, names] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of names.split(',')) used.add(name.trim());
    }
  }
  expect(used.size).toBeGreaterThan(30);
  const styled = [...used].filter((name) => existsSync(new URL(`${name}.css`, library)));
  expect(styled.filter((name) => !styles.includes(`/${name}.css'`))).toEqual([]);
});
