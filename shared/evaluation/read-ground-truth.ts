import { allocateColumns, reserveRows, type AnnotationColumns } from './annotation-columns.ts';
import { AnnotationReader, readId } from './annotation-reader.ts';
import { AnnotationScanner, SCAN } from './annotation-scanner.ts';
import { appendScanned } from './append-scanned.ts';
import type { ByteSource } from './byte-source.ts';
import type { CocoCategory, CocoGroundTruth, CocoImage, ReadNote } from './coco-ground-truth.ts';
import type { IouType } from './coco-parameters.ts';
import { fileProblem, ReadFailure } from './file-problem.ts';
import { IdTable } from './id-table.ts';
import { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';
import { allocateMasks, storeMask } from './mask-columns.ts';
import { fillRings } from './read-segmentation.ts';
import { fillScannedRings, keepRings, type ScannedRings } from './scanned-rings.ts';

const TOP = keyTable(['images', 'annotations', 'categories']);
const IMAGE = keyTable([
  'id',
  'width',
  'height',
  'file_name',
  'neg_category_ids',
  'not_exhaustive_category_ids',
]);
const CATEGORY = keyTable(['id', 'name']);

/** Columns as read, before ids became indices: an annotation may stand before its image in the file. */
interface Draft {
  columns: AnnotationColumns;
  imageCode: Float64Array;
  categoryCode: Float64Array;
  offset: Float64Array;
  /** Rings that wait for the size of their image. */
  rings: Map<number, Float64Array[]>;
  scannedRings: ScannedRings[];
  notes: ReadNote[];
}

/**
 * Reads a COCO ground truth file in one pass.
 * @throws InvalidInput naming the line: malformed JSON, NaN, negative sizes, masks of another size than their image
 */
export function readGroundTruth(
  source: ByteSource,
  iouType: IouType,
  onProgress?: (bytes: number) => void,
): CocoGroundTruth {
  try {
    const scanner = iouType === 'keypoints' ? undefined : new AnnotationScanner(iouType === 'segm');
    const reader = new JsonReader(source, scanner?.input);
    return readDocument(reader, scanner, source, iouType, onProgress ?? (() => {}));
  } catch (error) {
    if (error instanceof ReadFailure) throw fileProblem(source, error);
    throw error;
  }
}

function readDocument(
  reader: JsonReader,
  scanner: AnnotationScanner | undefined,
  source: ByteSource,
  iouType: IouType,
  onProgress: (bytes: number) => void,
): CocoGroundTruth {
  const ids = new IdTable();
  const images: CocoImage[] = [];
  const categories: CocoCategory[] = [];
  const capacity = Math.max(256, Math.ceil(source.size / 150));
  const draft: Draft = {
    columns: allocateColumns(capacity, iouType === 'keypoints' ? 17 : 0),
    imageCode: new Float64Array(capacity),
    categoryCode: new Float64Array(capacity),
    offset: new Float64Array(capacity),
    rings: new Map(),
    scannedRings: [],
    notes: [],
  };
  if (iouType === 'segm') draft.columns.masks = allocateMasks(capacity, Math.ceil(source.size / 4) + 64);
  let hasAnnotations = false;
  if (reader.peek() !== 123) reader.fail('a COCO ground truth file is an object with images and annotations');
  reader.openObject();
  for (let key = reader.nextKey(TOP); key !== -1; key = reader.nextKey(TOP)) {
    if (key === 0) readImages(reader, images, ids);
    else if (key === 1) {
      hasAnnotations = true;
      readAnnotations(reader, scanner, draft, iouType, ids, onProgress);
    } else if (key === 2) readCategories(reader, categories);
    else reader.skipValue();
  }
  reader.finish();
  if (images.length === 0) reader.fail('no images: "images" is missing or empty', 0);
  if (categories.length === 0) reader.fail('no classes: "categories" is missing or empty', 0);
  if (!hasAnnotations) reader.fail('"annotations" is missing', 0);
  return link(reader, scanner, draft, images, categories, ids);
}

function readImages(reader: JsonReader, images: CocoImage[], ids: IdTable): void {
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
    if (Number.isNaN(image.id)) reader.fail('an image without id', offset);
    if (image.width < 0 || image.height < 0) reader.fail('an image of negative size', offset);
    images.push(image);
  }
}

function readIds(reader: JsonReader, ids: IdTable): number[] {
  const list: number[] = [];
  reader.openArray();
  while (reader.hasNext()) list.push(ids.codeOf(readId(reader)));
  return list;
}

function readCategories(reader: JsonReader, categories: CocoCategory[]): void {
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
    if (Number.isNaN(category.id)) reader.fail('a category without id', offset);
    category.name ||= String(category.id);
    categories.push(category);
  }
}

function readAnnotations(
  reader: JsonReader,
  scanner: AnnotationScanner | undefined,
  draft: Draft,
  iouType: IouType,
  ids: IdTable,
  onProgress: (bytes: number) => void,
): void {
  const { columns } = draft;
  const one = new AnnotationReader(iouType);
  const flags = SCAN.truth | (iouType === 'segm' ? SCAN.masks : SCAN.needsBox);
  reader.openArray();
  while (reader.hasNext()) {
    const scanned = scanner?.scan(reader, flags) ?? 0;
    if (scanner !== undefined && scanned > 0) {
      appendTruths(draft, scanner, scanned);
      onProgress(reader.offset);
      continue;
    }
    one.read(reader);
    reserveRows(columns);
    if (columns.count >= draft.offset.length) growDraft(draft);
    const row = columns.count++;
    if ((row & 1023) === 0) onProgress(reader.offset);
    if (Number.isNaN(one.categoryId)) reader.fail('category_id is missing', one.offset);
    if (one.oddity !== undefined) addNote(draft.notes, `annotation with ${one.oddity}`, one.offset);
    draft.offset[row] = one.offset;
    draft.imageCode[row] = ids.codeOf(one.imageId);
    draft.categoryCode[row] = ids.codeOf(one.categoryId);
    columns.ordinal[row] = row;
    columns.isCrowd[row] = one.isCrowd;
    columns.isGroup[row] = one.isGroup;
    columns.isIgnored[row] = one.isCrowd;
    columns.area[row] = one.area;
    if (one.boxLength === 4) {
      columns.box.set(one.box, 4 * row);
      if (Number.isNaN(one.area)) columns.area[row] = one.box[2] * one.box[3];
    } else if (iouType === 'bbox') reader.fail('bbox is missing', one.offset);
    if (iouType === 'segm') readMask(reader, draft, one, row);
    else if (iouType === 'keypoints') {
      storeKeypoints(reader, columns, one, row);
      let visible = 0;
      for (let i = 2; i < one.keypointsLength; i += 3) if (one.keypoints[i] > 0) visible++;
      if ((Number.isNaN(one.keypointCount) ? visible : one.keypointCount) === 0) columns.isIgnored[row] = 1;
    }
  }
}

function appendTruths(draft: Draft, scanner: AnnotationScanner, rows: number): void {
  const { columns } = draft;
  const first = appendScanned(columns, scanner, rows, columns.count);
  if (columns.count > draft.offset.length) growDraft(draft);
  const { column } = scanner;
  draft.offset.set(column.offsets.subarray(0, rows), first);
  draft.imageCode.set(column.imageIds.subarray(0, rows), first);
  draft.categoryCode.set(column.categoryIds.subarray(0, rows), first);
  columns.isCrowd.set(column.crowds.subarray(0, rows), first);
  columns.isIgnored.set(column.crowds.subarray(0, rows), first);
  columns.isGroup.set(column.groups.subarray(0, rows), first);
  const kept = keepRings(scanner, first, rows);
  if (kept !== undefined) draft.scannedRings.push(kept);
}

function growDraft(draft: Draft): void {
  for (const name of ['imageCode', 'categoryCode', 'offset'] as const) {
    const larger = new Float64Array(draft.columns.ordinal.length);
    larger.set(draft[name]);
    draft[name] = larger;
  }
}

function readMask(reader: JsonReader, draft: Draft, one: AnnotationReader, row: number): void {
  const { segmentation } = one;
  if (segmentation === undefined) reader.fail('segmentation is missing', one.offset);
  if (segmentation.kind === 'rings') draft.rings.set(row, segmentation.rings);
  else storeMask(draft.columns.masks!, row, segmentation.counts, segmentation.height, segmentation.width);
}

/** Copies the keypoints into the row; the first row decides how many points everybody has. */
export function storeKeypoints(
  reader: JsonReader,
  columns: AnnotationColumns,
  one: AnnotationReader,
  row: number,
): void {
  if (one.keypointsLength < 0) reader.fail('keypoints are missing', one.offset);
  const points = one.keypointsLength / 3;
  if (row === 0 && points !== columns.keypointsPerRow) {
    columns.keypointsPerRow = points;
    columns.keypoints = new Float64Array(3 * points * columns.ordinal.length);
  }
  if (points !== columns.keypointsPerRow) {
    reader.fail(`${points} keypoints where ${columns.keypointsPerRow} were expected`, one.offset);
  }
  columns.keypoints.set(one.keypoints.subarray(0, one.keypointsLength), row * one.keypointsLength);
}

/** Sorts images and categories, turns ids into indices, fills waiting polygons and drops what belongs nowhere. */
function link(
  reader: JsonReader,
  scanner: AnnotationScanner | undefined,
  draft: Draft,
  images: CocoImage[],
  categories: CocoCategory[],
  ids: IdTable,
): CocoGroundTruth {
  const { notes } = draft;
  const sortedImages = uniqueById(images, ids);
  const sortedCategories = uniqueById(categories, ids);
  const imageIndex = indexById(sortedImages, ids);
  const categoryIndex = indexById(sortedCategories, ids);
  const { columns } = draft;
  const sizeOf = (row: number, size: Int32Array): void => {
    const image = imageIndex.get(draft.imageCode[row]);
    size[0] = image === undefined ? 0 : sortedImages[image].height;
    size[1] = image === undefined ? 0 : sortedImages[image].width;
  };
  for (const rings of draft.scannedRings) {
    fillScannedRings(scanner!, rings, sizeOf, columns.masks!, draft.rings);
  }
  let kept = 0;
  for (let row = 0; row < columns.count; row++) {
    const image = imageIndex.get(draft.imageCode[row]);
    const category = categoryIndex.get(draft.categoryCode[row]);
    if (image === undefined || category === undefined) {
      const what =
        image === undefined
          ? `image ${ids.idOf(draft.imageCode[row])}`
          : `category ${ids.idOf(draft.categoryCode[row])}`;
      addNote(notes, `annotation of an unknown ${what} is left out`, draft.offset[row]);
      continue;
    }
    const { height, width } = sortedImages[image];
    if (columns.masks !== undefined) finishMask(reader, draft, row, height, width);
    moveRow(columns, row, kept);
    columns.image[kept] = image;
    columns.category[kept] = category;
    kept++;
  }
  columns.count = kept;
  return {
    images: sortedImages,
    categories: sortedCategories,
    annotations: columns,
    ids,
    imageIndex,
    categoryIndex,
    notes,
  };
}

function finishMask(reader: JsonReader, draft: Draft, row: number, height: number, width: number): void {
  const masks = draft.columns.masks!;
  const rings = draft.rings.get(row);
  if (rings !== undefined) {
    if (height === 0 || width === 0)
      reader.fail('a polygon on an image without width and height', draft.offset[row]);
    storeMask(masks, row, fillRings(rings, height, width), height, width);
  } else if (height > 0 && width > 0 && (masks.height[row] !== height || masks.width[row] !== width)) {
    reader.fail(
      `an RLE of the wrong size: ${masks.height[row]} × ${masks.width[row]}, but its image is ${height} × ${width} (height × width)`,
      draft.offset[row],
    );
  }
  if (Number.isNaN(draft.columns.area[row])) draft.columns.area[row] = masks.area[row];
}

function moveRow(columns: AnnotationColumns, from: number, to: number): void {
  if (from === to) return;
  for (const name of ['ordinal', 'area', 'isCrowd', 'isGroup', 'isIgnored'] as const) {
    columns[name][to] = columns[name][from];
  }
  columns.box.copyWithin(4 * to, 4 * from, 4 * from + 4);
  const length = 3 * columns.keypointsPerRow;
  columns.keypoints.copyWithin(length * to, length * from, length * (from + 1));
  const { masks } = columns;
  if (masks === undefined) return;
  for (const name of ['start', 'end', 'area', 'height', 'width'] as const)
    masks[name][to] = masks[name][from];
  masks.bounds.copyWithin(4 * to, 4 * from, 4 * from + 4);
}

/** Counts how often something odd happens and keeps the first place. */
export function addNote(notes: ReadNote[], reason: string, offset: number): void {
  const known = notes.find((note) => note.reason === reason);
  if (known !== undefined) known.count++;
  else notes.push({ reason, count: 1, offset });
}

/** The last of several with the same id wins, as in pycocotools' index. */
function uniqueById<T extends { id: number | string }>(items: T[], ids: IdTable): T[] {
  const byCode = new Map(items.map((item) => [ids.codeOf(item.id), item]));
  return [...byCode].sort(([a], [b]) => ids.compare(a, b)).map(([, item]) => item);
}

function indexById(items: readonly { id: number | string }[], ids: IdTable): Map<number, number> {
  return new Map(items.map((item, index) => [ids.codeOf(item.id), index]));
}
