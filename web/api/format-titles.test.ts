import { expect, it } from 'vitest';
import { FORMATS } from '../../shared/formats/formats.ts';
import { EXPORT_FORMATS, IMPORT_FORMATS } from './format-titles.ts';

it('offers for import every format that can be read, and for export every one that can be written', () => {
  const all = Object.values(FORMATS);
  const sorted = (names: string[]) => names.toSorted();
  expect(sorted(IMPORT_FORMATS.map(({ value }) => value))).toEqual(sorted(all.map(({ name }) => name)));
  expect(sorted(EXPORT_FORMATS.map(({ value }) => value))).toEqual(
    sorted(all.filter((format) => format.serialize !== undefined).map(({ name }) => name)),
  );
});
