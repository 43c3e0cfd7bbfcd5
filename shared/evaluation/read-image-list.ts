import { readId } from './annotation-reader.ts';
import type { CocoImage, ReadNote } from './coco-ground-truth.ts';
import type { IdTable } from './id-table.ts';
import { noteRepeated, requireId } from './item-ids.ts';
import type { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';

const IMAGE = keyTable([
  'id',
  'width',
  'height',
  'file_name',
  'neg_category_ids',
  'not_exhaustive_category_ids',
]);

/** Reads the list "images"; of several with the same id the last will count, which is noted. */
export function readImageList(
  reader: JsonReader,
  images: CocoImage[],
  ids: IdTable,
  notes: ReadNote[],
): void {
  const seen = new Set<number>();
  reader.openArray();
  while (reader.hasNext()) {
    const offset = (reader.peek(), reader.offset);
    const image: CocoImage = { id: NaN, width: 0, height: 0, fileName: '' };
    reader.openObject();
    for (let key = reader.nextKey(IMAGE); key !== -1; key = reader.nextKey(IMAGE)) {
      if (key === 0) image.id = readId(reader);
      else if (key === 1) image.width = reader.readFlag() || 0;
      else if (key === 2) image.height = reader.readFlag() || 0;
      else if (key === 3 && reader.peek() === 34) image.fileName = reader.readString();
      else if (key === 4) image.absent = readIds(reader, ids);
      else if (key === 5) image.notExhaustive = readIds(reader, ids);
      else reader.skipValue();
    }
    requireId(reader, 'image', image.id, offset);
    if (image.width < 0 || image.height < 0) reader.fail('an image of negative size', offset);
    noteRepeated('image', ids.codeOf(image.id), seen, notes, offset);
    images.push(image);
  }
}

function readIds(reader: JsonReader, ids: IdTable): number[] {
  const list: number[] = [];
  reader.openArray();
  while (reader.hasNext()) list.push(ids.codeOf(readId(reader)));
  return list;
}
