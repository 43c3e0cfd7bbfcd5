import { addNote } from './add-note.ts';
import { allocateColumns, reserveRows } from './annotation-columns.ts';
import { AnnotationReader } from './annotation-reader.ts';
import { AnnotationScanner, SCAN } from './annotation-scanner.ts';
import { appendScanned } from './append-scanned.ts';
import type { ByteSource } from './byte-source.ts';
import type { CocoCategory, CocoGroundTruth, CocoImage } from './coco-ground-truth.ts';
import type { IouType } from './coco-parameters.ts';
import { fileProblem, ReadFailure } from './file-problem.ts';
import { IdTable } from './id-table.ts';
import { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';
import { linkTruths } from './link-truths.ts';
import { allocateMasks, storeMask } from './mask-columns.ts';
import { readCategoryList } from './read-category-list.ts';
import { readImageList } from './read-image-list.ts';
import { keepRings } from './scanned-rings.ts';
import { storeKeypoints } from './store-keypoints.ts';
import type { TruthDraft } from './truth-draft.ts';

const TOP = keyTable(['images', 'annotations', 'categories']);
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
  const draft: TruthDraft = {
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
    if (key === 0) readImageList(reader, images, ids, draft.notes);
    else if (key === 1) {
      hasAnnotations = true;
      readAnnotations(reader, scanner, draft, iouType, ids, onProgress);
    } else if (key === 2) readCategoryList(reader, categories, ids, draft.notes);
    else reader.skipValue();
  }
  reader.finish();
  if (images.length === 0) reader.fail('no images: "images" is missing or empty', 0);
  if (categories.length === 0) reader.fail('no classes: "categories" is missing or empty', 0);
  if (!hasAnnotations) reader.fail('"annotations" is missing', 0);
  if (draft.columns.count === 0) addNote(draft.notes, 'no annotations: AP and AR are -1', 0);
  return linkTruths(reader, scanner, draft, images, categories, ids);
}

function readAnnotations(
  reader: JsonReader,
  scanner: AnnotationScanner | undefined,
  draft: TruthDraft,
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

function appendTruths(draft: TruthDraft, scanner: AnnotationScanner, rows: number): void {
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

function growDraft(draft: TruthDraft): void {
  for (const name of ['imageCode', 'categoryCode', 'offset'] as const) {
    const larger = new Float64Array(draft.columns.ordinal.length);
    larger.set(draft[name]);
    draft[name] = larger;
  }
}

function readMask(reader: JsonReader, draft: TruthDraft, one: AnnotationReader, row: number): void {
  const { segmentation } = one;
  if (segmentation === undefined) reader.fail('segmentation is missing', one.offset);
  if (segmentation.kind === 'rings') draft.rings.set(row, segmentation.rings);
  else storeMask(draft.columns.masks!, row, segmentation.counts, segmentation.height, segmentation.width);
}
