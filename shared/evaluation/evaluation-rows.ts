import type { AnnotationColumns } from './annotation-columns.ts';
import type { CocoGroundTruth } from './coco-ground-truth.ts';
import type { CocoParameters } from './coco-parameters.ts';
import { orderByKey, orderByScore } from './order-rows.ts';

/** Which rows are evaluated, in the orders in which matching and accumulating walk them. */
export interface EvaluationRows {
  classes: number;
  /** Class per category index, -1 when it is not evaluated; all 0 when classes do not matter. */
  classOf: Int32Array;
  /** Class per row. */
  detectionClass: Int32Array;
  truthClass: Int32Array;
  /** By class, then score descending (ties: image, then file order). */
  byScore: Int32Array;
  /** By class, image, then score descending. */
  byImage: Int32Array;
  /** By class, image, then file order. */
  truths: Int32Array;
}

/** Sorts everything once, in a number of passes that does not depend on the number of classes. */
export function orderRows(
  groundTruth: CocoGroundTruth,
  detections: AnnotationColumns,
  parameters: CocoParameters,
): EvaluationRows {
  const { annotations, categories, images, ids } = groundTruth;
  const { useCategories } = parameters;
  const classOf = new Int32Array(categories.length).fill(-1);
  let classes = 0;
  const wanted = parameters.categoryIds && new Set(parameters.categoryIds.map((id) => ids.codeOf(id)));
  categories.forEach((category, index) => {
    if (wanted !== undefined && !wanted.has(ids.codeOf(category.id))) return;
    classOf[index] = useCategories ? classes : 0;
    classes++;
  });
  if (!useCategories) classes = 1;
  const isImageWanted = new Uint8Array(images.length).fill(1);
  if (parameters.imageIds !== undefined) {
    const chosen = new Set(parameters.imageIds.map((id) => ids.codeOf(id)));
    images.forEach((image, index) => (isImageWanted[index] = chosen.has(ids.codeOf(image.id)) ? 1 : 0));
  }
  const detectionClass = classPerRow(detections, classOf);
  const truthClass = classPerRow(annotations, classOf);
  const inImageOrder = (columns: AnnotationColumns, ofClass: Int32Array): Int32Array => {
    let rows = new Int32Array(columns.count);
    let n = 0;
    for (let row = 0; row < columns.count; row++) {
      if (ofClass[row] >= 0 && isImageWanted[columns.image[row]] === 1) rows[n++] = row;
    }
    rows = rows.subarray(0, n);
    // Without classes pycocotools lists the rows of an image class by class.
    if (!useCategories) rows = orderByKey(rows, columns.category, categories.length) as typeof rows;
    return orderByKey(rows, columns.image, images.length);
  };
  const byClass = (rows: Int32Array, ofClass: Int32Array): Int32Array => orderByKey(rows, ofClass, classes);
  const scored = orderByScore(inImageOrder(detections, detectionClass), detections.score);
  return {
    classes,
    classOf,
    detectionClass,
    truthClass,
    byScore: byClass(scored, detectionClass),
    byImage: byClass(orderByKey(scored, detections.image, images.length), detectionClass),
    truths: byClass(inImageOrder(annotations, truthClass), truthClass),
  };
}

function classPerRow(columns: AnnotationColumns, classOf: Int32Array): Int32Array {
  const ofClass = new Int32Array(columns.count);
  for (let row = 0; row < columns.count; row++) ofClass[row] = classOf[columns.category[row]];
  return ofClass;
}
