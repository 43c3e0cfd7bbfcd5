import { addNote } from './add-note.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import type { AnnotationScanner } from './annotation-scanner.ts';
import type { CocoCategory, CocoGroundTruth, CocoImage } from './coco-ground-truth.ts';
import type { IdTable } from './id-table.ts';
import type { JsonReader } from './json-reader.ts';
import { storeMask } from './mask-columns.ts';
import { fillRings } from './read-segmentation.ts';
import { fillScannedRings } from './scanned-rings.ts';
import type { TruthDraft } from './truth-draft.ts';

/** Sorts images and categories, turns ids into indices, fills waiting polygons and drops what belongs nowhere. */
export function linkTruths(
  reader: JsonReader,
  scanner: AnnotationScanner | undefined,
  draft: TruthDraft,
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

function finishMask(reader: JsonReader, draft: TruthDraft, row: number, height: number, width: number): void {
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

/** The last of several with the same id wins, as in pycocotools' index. */
function uniqueById<T extends { id: number | string }>(items: T[], ids: IdTable): T[] {
  const byCode = new Map(items.map((item) => [ids.codeOf(item.id), item]));
  return [...byCode].sort(([a], [b]) => ids.compare(a, b)).map(([, item]) => item);
}

function indexById(items: readonly { id: number | string }[], ids: IdTable): Map<number, number> {
  return new Map(items.map((item, index) => [ids.codeOf(item.id), index]));
}
