import { expect, test } from 'vitest';
import { FORMATS } from '../../shared/formats/formats.ts';
import { EXPORT_FORMATS } from './format-titles.ts';

test('offers for export exactly the formats that can be written', () => {
  const written = Object.values(FORMATS).filter((format) => format.serialize !== undefined);
  expect(EXPORT_FORMATS.map(({ value }) => value).toSorted()).toEqual(
    written.map(({ name }) => name).toSorted(),
  );
});
