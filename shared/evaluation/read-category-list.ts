import { readId } from './annotation-reader.ts';
import type { CocoCategory, ReadNote } from './coco-ground-truth.ts';
import type { IdTable } from './id-table.ts';
import { noteRepeated, requireId } from './item-ids.ts';
import type { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';

const CATEGORY = keyTable(['id', 'name']);

/** Reads the list "categories"; of several with the same id the last will count, which is noted. */
export function readCategoryList(
  reader: JsonReader,
  categories: CocoCategory[],
  ids: IdTable,
  notes: ReadNote[],
): void {
  const seen = new Set<number>();
  reader.openArray();
  while (reader.hasNext()) {
    const offset = (reader.peek(), reader.offset);
    const category: CocoCategory = { id: NaN, name: '' };
    reader.openObject();
    for (let key = reader.nextKey(CATEGORY); key !== -1; key = reader.nextKey(CATEGORY)) {
      if (key === 0) category.id = readId(reader);
      else if (key === 1 && reader.peek() === 34) category.name = reader.readString();
      else reader.skipValue();
    }
    requireId(reader, 'category', category.id, offset);
    category.name ||= String(category.id);
    noteRepeated('category', ids.codeOf(category.id), seen, notes, offset);
    categories.push(category);
  }
}
