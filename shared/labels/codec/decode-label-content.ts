import { zstdDecompressSync } from 'node:zlib';
import { InvalidInput } from '../../errors.ts';
import type { AttributeValues } from '../attributes.ts';
import type { LabelContent } from '../label-document.ts';
import type { LabelClassification, LabelObject, LabelSource } from '../label-object.ts';
import { ByteReader } from './byte-reader.ts';
import { SOURCES, VERSION, readConfidence } from './layout.ts';
import { ShapeReader } from './shape-columns.ts';
import { readStrings, stringAt } from './string-column.ts';
import { readTime } from './time-column.ts';
import type { ReadTime } from './time-column.ts';

/** The largest document that is unpacked: a damaged or hostile one must not fill the memory. */
const MAX_UNPACKED_BYTES = 1 << 29;

/** Reads what `encodeLabelContent` wrote. @throws InvalidInput when the bytes are damaged or from a newer version. */
export function decodeLabelContent(bytes: Uint8Array): LabelContent {
  if (bytes.length === 0) throw new InvalidInput('The label document is empty: it is damaged.');
  if (bytes[0] === 0) throw new InvalidInput('The label document has no version: it is damaged.');
  if (bytes[0] > VERSION) {
    throw new InvalidInput(
      `The label document has version ${bytes[0]}; this Lapidary reads up to ${VERSION}. Update Lapidary.`,
    );
  }
  try {
    return read(unpack(bytes.subarray(1)));
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    // Answers that are no JSON, times that no calendar has.
    throw new InvalidInput('The label document cannot be read: it is damaged.', {}, error);
  }
}

function read(bytes: Uint8Array): LabelContent {
  const body = new ByteReader(bytes);
  const objectCount = body.unsigned();
  const ids = readStrings(body);
  if (objectCount > ids.length) throw new InvalidInput('The label document lacks ids: it is damaged.');
  const strings = readStrings(body);
  const meta = new ByteReader(body.bytes(body.unsigned()));
  const times = new ByteReader(body.bytes(body.unsigned()));
  const shapes = new ShapeReader(body);
  const text = (): string => stringAt(strings, meta.unsigned());
  // Equal texts give objects of their own: a caller may change one without touching the others.
  const parsed = new Map<string, AttributeValues>();
  const values = (): AttributeValues => {
    const written = text();
    if (written === '{}') return {};
    let known = parsed.get(written);
    if (known === undefined) parsed.set(written, (known = JSON.parse(written) as AttributeValues));
    const own: AttributeValues = { ...known };
    for (const key in own) if (Array.isArray(own[key])) own[key] = [...own[key]];
    return own;
  };

  const objects: LabelObject[] = [];
  let created: ReadTime = { iso: '', ms: 0, isOfMs: false };
  for (let i = 0; i < objectCount; i++) {
    const shape = shapes.shape();
    const classId = text();
    const source = sourceOf(meta.byte());
    const createdBy = text();
    const updatedBy = text();
    const attributes = values();
    const track = meta.unsigned();
    const confidence = readConfidence(meta);
    created = readTime(times, created, strings);
    const updated = readTime(times, created, strings);
    const object: LabelObject = {
      id: ids[i],
      classId,
      shape,
      attributes,
      source,
      createdBy,
      createdAt: created.iso,
      updatedBy,
      updatedAt: updated.iso,
    };
    if (confidence !== undefined) object.confidence = confidence;
    if (track !== 0) object.trackId = stringAt(strings, track - 1);
    objects.push(object);
  }
  const classifications: LabelClassification[] = ids
    .slice(objectCount)
    .map((id) => ({ id, classificationId: text(), answers: values() }));
  return { objects, classifications };
}

function sourceOf(code: number): LabelSource {
  const source = SOURCES[code];
  if (source === undefined)
    throw new InvalidInput(
      `The label document has an unknown source ${code}: it is damaged, or comes from a newer version.`,
    );
  return source;
}

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    const unpacked = zstdDecompressSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
    // A Buffer's slice() shares memory where a Uint8Array's copies.
    return new Uint8Array(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
  } catch (error) {
    throw new InvalidInput('The label document cannot be unpacked: it is damaged.', {}, error);
  }
}
