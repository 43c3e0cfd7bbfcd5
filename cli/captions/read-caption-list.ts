import { readId } from '../../shared/evaluation/annotation-reader.ts';
import { requireId } from '../../shared/evaluation/item-ids.ts';
import type { JsonReader } from '../../shared/evaluation/json-reader.ts';
import { keyTable } from '../../shared/evaluation/key-table.ts';

const CAPTION = keyTable(['image_id', 'caption']);
const QUOTE = 34;

/**
 * Reads a list of `{image_id, caption}` and hands each on with the place where it begins. Ids are texts: 1 and "1"
 * name the same image.
 * @throws ReadFailure where an element has no id or its caption is no text
 */
export function readCaptionList(
  reader: JsonReader,
  take: (imageId: string, caption: string, offset: number) => void,
): void {
  reader.openArray();
  while (reader.hasNext()) {
    const offset = (reader.peek(), reader.offset);
    let id: string | number = NaN;
    let caption: string | undefined;
    reader.openObject();
    for (let key = reader.nextKey(CAPTION); key !== -1; key = reader.nextKey(CAPTION)) {
      if (key === 0) id = readId(reader);
      else if (key === 1) {
        if (reader.peek() !== QUOTE) reader.fail('caption is not text; write "" where there is none');
        caption = reader.readString();
      } else reader.skipValue();
    }
    if (Number.isNaN(id)) reader.fail('image_id is missing', offset);
    requireId(reader, 'image', id, offset);
    if (caption === undefined) reader.fail('caption is missing', offset);
    take(String(id), caption, offset);
  }
}
