import { addNote } from './add-note.ts';
import type { ReadNote } from './coco-ground-truth.ts';
import type { Id } from './id-table.ts';
import type { JsonReader } from './json-reader.ts';

type Item = 'image' | 'category';

/** Refuses an item without an id, and a number so large that it cannot be told from its neighbours. */
export function requireId(reader: JsonReader, item: Item, id: Id, offset: number): void {
  const article = item === 'image' ? 'an' : 'a';
  if (Number.isNaN(id)) reader.fail(`${article} ${item} without id`, offset);
  if (typeof id === 'number' && Math.abs(id) > Number.MAX_SAFE_INTEGER) {
    reader.fail(
      `${article} ${item} with an id above 2^53, which is not exact as a number; write it as text in both files`,
      offset,
    );
  }
}

export function noteRepeated(
  item: Item,
  code: number,
  seen: Set<number>,
  notes: ReadNote[],
  offset: number,
): void {
  if (seen.has(code)) addNote(notes, `${item} with the id of an earlier one: the last counts`, offset);
  seen.add(code);
}
