import { InvalidInput } from '../../shared/errors.ts';
import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import type { CaptionPair } from '../../shared/evaluation/caption-bleu.ts';
import { fileProblem, ReadFailure } from '../../shared/evaluation/file-problem.ts';
import { JsonReader } from '../../shared/evaluation/json-reader.ts';
import { keyTable } from '../../shared/evaluation/key-table.ts';
import { readCaptionList } from './read-caption-list.ts';

const TOP = keyTable(['annotations']);
const [BRACE, BRACKET] = [123, 91];

/**
 * Reads COCO captions (`annotations` with `image_id` and `caption`) and one predicted caption an image.
 * @throws InvalidInput that names file, line and column of what is wrong: malformed JSON, a caption of an unknown
 *   image, two captions of one image, an image without a caption
 */
export function readCaptionPairs(groundTruth: ByteSource, captions: ByteSource): CaptionPair[] {
  const references = read(groundTruth, readReferences);
  const candidates = read(captions, (reader) => readCandidates(reader, references));
  return [...references].map(([id, list]) => {
    const candidate = candidates.get(id);
    if (candidate === undefined) {
      throw new InvalidInput(
        `${captions.name}: image ${id} of the ground truth has no caption; give it an empty one if there is none.`,
        { file: captions.name, imageId: id },
      );
    }
    return { candidate, references: list };
  });
}

function readReferences(reader: JsonReader): Map<string, string[]> {
  const references = new Map<string, string[]>();
  if (reader.peek() !== BRACE) reader.fail('a COCO captions file is an object with "annotations"');
  reader.openObject();
  for (let key = reader.nextKey(TOP); key !== -1; key = reader.nextKey(TOP)) {
    if (key !== 0) {
      reader.skipValue();
      continue;
    }
    readCaptionList(reader, (id, caption) => {
      const known = references.get(id);
      if (known) known.push(caption);
      else references.set(id, [caption]);
    });
  }
  if (references.size === 0) reader.fail('no captions: "annotations" is missing or empty', 0);
  return references;
}

function readCandidates(reader: JsonReader, references: ReadonlyMap<string, unknown>): Map<string, string> {
  const candidates = new Map<string, string>();
  if (reader.peek() !== BRACKET) {
    reader.fail('the captions to score are a list: [{"image_id": 1, "caption": "…"}, …]');
  }
  readCaptionList(reader, (id, caption, offset) => {
    if (!references.has(id)) reader.fail(`the ground truth has no caption of image ${id}`, offset);
    if (candidates.has(id)) reader.fail(`image ${id} has a caption already; name one for each image`, offset);
    candidates.set(id, caption);
  });
  return candidates;
}

function read<T>(source: ByteSource, content: (reader: JsonReader) => T): T {
  try {
    const reader = new JsonReader(source);
    const found = content(reader);
    reader.finish();
    return found;
  } catch (error) {
    if (error instanceof ReadFailure) throw fileProblem(source, error);
    throw error;
  }
}
