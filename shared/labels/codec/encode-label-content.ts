import { constants, zstdCompressSync } from 'node:zlib';
import type { LabelContent } from '../label-document.ts';
import { ByteWriter } from './byte-writer.ts';
import { SOURCES, VERSION, writeConfidence } from './layout.ts';
import { ShapeWriter } from './shape-columns.ts';
import { StringTable, writeStrings } from './string-column.ts';
import { writeTime } from './time-column.ts';

/**
 * The columns leave few long matches to find: a higher level takes longer and saves nothing. The checksum of four
 * bytes is what tells a flipped bit from another label.
 */
const FAST = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 };

/**
 * A label document as bytes: one version byte, then a zstd frame over columns. Coordinates are kept at 0.01 px and
 * angles at 1e-5 degrees, so what comes back equals `roundLabelContent` of what went in.
 */
export function encodeLabelContent(content: LabelContent): Uint8Array {
  const strings = new StringTable();
  const shapes = new ShapeWriter();
  const meta = new ByteWriter();
  const times = new ByteWriter();
  let created = 0;
  for (const object of content.objects) {
    shapes.shape(object.shape);
    meta.unsigned(strings.numberOf(object.classId));
    meta.byte(SOURCES.indexOf(object.source));
    meta.unsigned(strings.numberOf(object.createdBy));
    meta.unsigned(strings.numberOf(object.updatedBy));
    meta.unsigned(strings.numberOf(JSON.stringify(object.attributes)));
    meta.unsigned(object.trackId === undefined ? 0 : strings.numberOf(object.trackId) + 1);
    writeConfidence(meta, object.confidence);
    const before = created;
    created = writeTime(times, object.createdAt, created, strings);
    // Untouched since it was drawn, and told by the last line to be in the usual form: no distance.
    if (object.updatedAt === object.createdAt && created !== before) times.unsigned(0);
    else writeTime(times, object.updatedAt, created, strings);
  }
  for (const classification of content.classifications) {
    meta.unsigned(strings.numberOf(classification.classificationId));
    meta.unsigned(strings.numberOf(JSON.stringify(classification.answers)));
  }

  // About what it will take: growing step by step would leave as much behind again.
  const body = new ByteWriter(1024 + 40 * content.objects.length + 5 * shapes.pointCount);
  body.unsigned(content.objects.length);
  writeStrings(
    body,
    [...content.objects, ...content.classifications].map((item) => item.id),
  );
  writeStrings(body, strings.strings);
  for (const column of [meta, times]) {
    const bytes = column.finish();
    body.unsigned(bytes.length);
    body.bytes(bytes);
  }
  shapes.finish(body);

  const packed = zstdCompressSync(body.finish(), { params: FAST });
  const out = new Uint8Array(packed.length + 1);
  out[0] = VERSION;
  out.set(packed, 1);
  return out;
}
