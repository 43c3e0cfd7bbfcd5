import { maskOfPolygon } from '../geometry/mask-of-polygon.ts';
import { rleArea, rleBox } from '../geometry/rle-operations.ts';
import { decodeRleCounts, encodeRleCounts } from '../geometry/rle-codec.ts';
import type { LabelObject } from '../labels/label-object.ts';
import { shapeArea } from '../labels/shape-area.ts';
import { shapeBounds } from '../labels/shape-bounds.ts';
import { shapePolygon } from '../labels/shape-polygon.ts';
import { allocateColumns } from './annotation-columns.ts';
import type { AnnotationColumns } from './annotation-columns.ts';
import { allocateMasks, storeMask } from './mask-columns.ts';

/** The objects of one image as rows, and the masks as text when masks are compared. */
export interface ObjectRows {
  columns: AnnotationColumns;
  objects: LabelObject[];
  rle: string[];
}

/**
 * Label objects of one image as the rows that the COCO engine compares. Objects of other classes, and those that have
 * no area where masks are compared, are left out. A prediction without a confidence counts as sure.
 *
 * @param classOf class id to its place in the list of classes
 * @param isCrowd which of the objects are neither to be found nor count against what lies in them
 */
export function objectColumns(
  objects: readonly LabelObject[],
  classOf: ReadonlyMap<string, number>,
  iouType: 'bbox' | 'segm',
  size: { width: number; height: number },
  isCrowd: (object: LabelObject) => boolean = () => false,
): ObjectRows {
  const { width, height } = size;
  const rows: ObjectRows = { columns: allocateColumns(objects.length), objects: [], rle: [] };
  const { columns } = rows;
  if (iouType === 'segm') columns.masks = allocateMasks(objects.length, 256);
  for (const object of objects) {
    const category = classOf.get(object.classId);
    if (category === undefined) continue;
    const row = columns.count;
    let box = shapeBounds(object.shape);
    let area = object.shape.type === 'box' ? box.width * box.height : shapeArea(object.shape);
    if (columns.masks) {
      const counts = countsOf(object, height, width);
      if (counts === undefined) continue;
      storeMask(columns.masks, row, counts, height, width);
      rows.rle.push(encodeRleCounts(counts));
      box = rleBox(counts, height);
      area = rleArea(counts);
    }
    columns.count++;
    columns.ordinal[row] = row;
    columns.category[row] = category;
    columns.area[row] = area;
    columns.box.set([box.x, box.y, box.width, box.height], 4 * row);
    columns.score[row] = object.confidence ?? 1;
    columns.isCrowd[row] = columns.isIgnored[row] = isCrowd(object) ? 1 : 0;
    rows.objects.push(object);
  }
  return rows;
}

function countsOf({ shape }: LabelObject, height: number, width: number): Uint32Array | undefined {
  if (shape.type === 'mask') {
    const isSize = shape.size[0] === height && shape.size[1] === width;
    return isSize ? decodeRleCounts(shape.counts) : undefined;
  }
  const polygon = shapePolygon(shape);
  return polygon && maskOfPolygon(polygon, height, width);
}
