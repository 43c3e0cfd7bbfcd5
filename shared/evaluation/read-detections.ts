import { addNote } from './add-note.ts';
import { allocateColumns, reserveRows, type AnnotationColumns } from './annotation-columns.ts';
import { AnnotationReader } from './annotation-reader.ts';
import { AnnotationScanner, SCAN } from './annotation-scanner.ts';
import { appendScanned } from './append-scanned.ts';
import type { ByteSource } from './byte-source.ts';
import type { CocoGroundTruth, ReadNote } from './coco-ground-truth.ts';
import type { IouType } from './coco-parameters.ts';
import { fileProblem, ReadFailure } from './file-problem.ts';
import { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';
import { allocateMasks, storeMask } from './mask-columns.ts';
import { fillRings } from './read-segmentation.ts';
import { storeKeypoints } from './store-keypoints.ts';

const TOP = keyTable(['annotations']);

export interface Detections {
  columns: AnnotationColumns;
  notes: ReadNote[];
}

/** What pycocotools takes a detection's area from; its first element decides for the whole file. */
type AreaFrom = 'box' | 'mask' | 'keypoints';

/**
 * Reads detections in COCO's results format: a list, or an object with that list under `annotations`.
 * @throws InvalidInput naming the line: malformed JSON, unknown image, missing or NaN score, negative size,
 *   masks of another size than their image
 */
export function readDetections(
  source: ByteSource,
  groundTruth: CocoGroundTruth,
  iouType: IouType,
  onProgress?: (bytes: number) => void,
): Detections {
  try {
    const scanner = scannerFor(groundTruth, iouType);
    const reader = new JsonReader(source, scanner?.input);
    return readDocument(reader, scanner, source, groundTruth, iouType, onProgress ?? (() => {}));
  } catch (error) {
    if (error instanceof ReadFailure) throw fileProblem(source, error);
    throw error;
  }
}

/** Keypoints are left to `AnnotationReader`. */
function scannerFor(
  { images, categories, ids }: CocoGroundTruth,
  iouType: IouType,
): AnnotationScanner | undefined {
  if (iouType === 'keypoints') return undefined;
  const scanner = new AnnotationScanner(true, images.length, categories.length);
  images.forEach(({ id, height, width }, i) => scanner.addImage(ids.codeOf(id), i, height, width));
  categories.forEach(({ id }, i) => scanner.addCategory(ids.codeOf(id), i));
  return scanner;
}

function readDocument(
  reader: JsonReader,
  scanner: AnnotationScanner | undefined,
  source: ByteSource,
  groundTruth: CocoGroundTruth,
  iouType: IouType,
  onProgress: (bytes: number) => void,
): Detections {
  const capacity = Math.max(256, Math.ceil(source.size / 70));
  const columns = allocateColumns(capacity, iouType === 'keypoints' ? 17 : 0);
  if (iouType === 'segm') columns.masks = allocateMasks(capacity, Math.ceil(source.size / 2) + 64);
  const detections: Detections = { columns, notes: [] };
  if (reader.peek() === 91) readList(reader, scanner, detections, groundTruth, iouType, onProgress);
  else if (reader.peek() === 123) {
    let isFound = false;
    reader.openObject();
    for (let key = reader.nextKey(TOP); key !== -1; key = reader.nextKey(TOP)) {
      if (key === 0) {
        isFound = true;
        readList(reader, scanner, detections, groundTruth, iouType, onProgress);
      } else reader.skipValue();
    }
    if (!isFound) reader.fail('detections are a list, or an object with "annotations"', 0);
  } else reader.fail('detections are a list of objects');
  reader.finish();
  return detections;
}

function readList(
  reader: JsonReader,
  scanner: AnnotationScanner | undefined,
  { columns, notes }: Detections,
  groundTruth: CocoGroundTruth,
  iouType: IouType,
  onProgress: (bytes: number) => void,
): void {
  const { images, ids, imageIndex, categoryIndex } = groundTruth;
  // Without a box in the first detection the area is the mask's, also when boxes are compared.
  const one = new AnnotationReader(iouType, true);
  let areaFrom: AreaFrom = 'box';
  let lastImageId: number | string = NaN;
  let image = -1;
  let ordinal = 0;
  reader.openArray();
  while (reader.hasNext()) {
    // The first object is always read here, because it decides what an area is.
    const scanned = ordinal > 0 ? (scanner?.scan(reader, scanFlags(iouType, areaFrom)) ?? 0) : 0;
    if (scanner !== undefined && scanned > 0) {
      const first = appendScanned(columns, scanner, scanned, ordinal);
      columns.image.set(scanner.column.images.subarray(0, scanned), first);
      columns.category.set(scanner.column.categories.subarray(0, scanned), first);
      columns.score.set(scanner.column.scores.subarray(0, scanned), first);
      ordinal += scanned;
      onProgress(reader.offset);
      continue;
    }
    one.read(reader);
    if (ordinal === 0) {
      areaFrom = areaSource(one);
      one.wantsMasks = iouType === 'segm' || areaFrom === 'mask';
    }
    if ((ordinal & 1023) === 0) onProgress(reader.offset);
    if (one.imageId !== lastImageId) {
      image = imageIndex.get(ids.codeOf(one.imageId)) ?? -1;
      lastImageId = one.imageId;
      if (image < 0)
        reader.fail(`image_id ${JSON.stringify(one.imageId)} is not in the ground truth`, one.offset);
    }
    if (!one.hasScore) reader.fail('score is missing', one.offset);
    if (Number.isNaN(one.categoryId)) reader.fail('category_id is missing', one.offset);
    const category = categoryIndex.get(ids.codeOf(one.categoryId));
    if (category === undefined) {
      addNote(
        notes,
        `detection of unknown category ${JSON.stringify(one.categoryId)} is left out`,
        one.offset,
      );
      ordinal++;
      continue;
    }
    if (one.oddity !== undefined) addNote(notes, `detection with ${one.oddity}`, one.offset);
    reserveRows(columns);
    const row = columns.count;
    columns.ordinal[row] = ordinal++;
    columns.image[row] = image;
    columns.category[row] = category;
    columns.score[row] = one.score;
    storeGeometry(reader, columns, one, row, iouType, areaFrom, images[image]);
    columns.count++;
  }
}

function scanFlags(iouType: IouType, areaFrom: AreaFrom): number {
  const hasMasks = iouType === 'segm' || areaFrom === 'mask';
  return (areaFrom === 'box' ? SCAN.needsBox : SCAN.areaOfMask) | (hasMasks ? SCAN.masks : 0);
}

function areaSource(first: AnnotationReader): AreaFrom {
  if (first.boxLength === 4) return 'box';
  return first.hasSegmentation ? 'mask' : 'keypoints';
}

function storeGeometry(
  reader: JsonReader,
  columns: AnnotationColumns,
  one: AnnotationReader,
  row: number,
  iouType: IouType,
  areaFrom: AreaFrom,
  image: { width: number; height: number },
): void {
  if (one.boxLength === 4) columns.box.set(one.box, 4 * row);
  else if (areaFrom === 'box') reader.fail('bbox is missing, but the first detection has one', one.offset);
  if (areaFrom === 'box') columns.area[row] = one.box[2] * one.box[3];
  if (iouType === 'keypoints') storeKeypoints(reader, columns, one, row);
  if (iouType === 'segm' || areaFrom === 'mask')
    storeDetectionMask(reader, columns, one, row, areaFrom, image);
  else if (areaFrom === 'keypoints') {
    if (iouType !== 'keypoints') reader.fail('neither bbox nor segmentation is given', one.offset);
    spanKeypoints(columns, one, row);
  }
}

function storeDetectionMask(
  reader: JsonReader,
  columns: AnnotationColumns,
  one: AnnotationReader,
  row: number,
  areaFrom: AreaFrom,
  { width, height }: { width: number; height: number },
): void {
  columns.masks ??= allocateMasks(columns.ordinal.length, 4096);
  const { masks } = columns;
  const { segmentation } = one;
  if (segmentation === undefined && areaFrom !== 'box') reader.fail('segmentation is missing', one.offset);
  if (segmentation?.kind === 'counts') {
    const hasSize = width > 0 && height > 0;
    if (hasSize && (segmentation.height !== height || segmentation.width !== width)) {
      reader.fail(
        `an RLE of the wrong size: ${segmentation.height} × ${segmentation.width}, but its image is ${height} × ${width} (height × width)`,
        one.offset,
      );
    }
    storeMask(masks, row, segmentation.counts, segmentation.height, segmentation.width);
  } else {
    if (width === 0 || height === 0)
      reader.fail('a polygon on an image without width and height', one.offset);
    const [x, y, w, h] = one.box;
    const rings = segmentation?.rings ?? [Float64Array.of(x, y, x, y + h, x + w, y + h, x + w, y)];
    storeMask(masks, row, fillRings(rings, height, width), height, width);
  }
  if (areaFrom !== 'mask') return;
  columns.area[row] = masks.area[row];
  if (one.boxLength === 4) return;
  const [x0, y0, x1, y1] = masks.bounds.subarray(4 * row, 4 * row + 4);
  columns.box.set([x0, y0, x1 - x0, y1 - y0], 4 * row);
}

function spanKeypoints(columns: AnnotationColumns, one: AnnotationReader, row: number): void {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < one.keypointsLength; i += 3) {
    x0 = Math.min(x0, one.keypoints[i]);
    x1 = Math.max(x1, one.keypoints[i]);
    y0 = Math.min(y0, one.keypoints[i + 1]);
    y1 = Math.max(y1, one.keypoints[i + 1]);
  }
  columns.area[row] = (x1 - x0) * (y1 - y0);
  columns.box.set([x0, y0, x1 - x0, y1 - y0], 4 * row);
}
