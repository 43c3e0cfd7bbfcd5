import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { formatsTable } from './formats-table.ts';
import { LapidaryJson } from './lapidary/lapidary-json.ts';

const docs = new URL('../../docs/', import.meta.url);

describe('documents about formats', () => {
  it('lists in docs/formats.md what each format declares (write it anew with UPDATE_DOCS=1)', async () => {
    const file = new URL('formats.md', docs);
    const before = readFileSync(file, 'utf8');
    const after = before.replace(
      /<!-- table -->[\s\S]*?<!-- end of table -->/,
      `<!-- table -->\n\n${formatsTable()}\n\n<!-- end of table -->`,
    );
    if (process.env['UPDATE_DOCS']) await import('node:fs').then((fs) => fs.writeFileSync(file, after));
    const cells = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .map((line) => line.replace(/\s+/g, ' '));
    expect(cells(after).filter((line) => !line.startsWith('| ---')).length).toBeGreaterThan(20);
    if (!process.env['UPDATE_DOCS']) expect(cells(before)).toEqual(cells(after));
  });

  it('keeps docs/lapidary.schema.json equal to the schema in the code', async () => {
    const file = new URL('lapidary.schema.json', docs);
    const schema = `${JSON.stringify(z.toJSONSchema(LapidaryJson, { io: 'input' }), null, 2)}\n`;
    if (process.env['UPDATE_DOCS']) await import('node:fs').then((fs) => fs.writeFileSync(file, schema));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(schema));
  });
});
