import type { AnnotationColumns } from './annotation-columns.ts';
import type { AnnotationReader } from './annotation-reader.ts';
import type { JsonReader } from './json-reader.ts';

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
