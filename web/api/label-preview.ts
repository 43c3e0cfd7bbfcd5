/** The labels of one image as lines for its thumbnail. */
export interface LabelPreview {
  assetId: string;
  taskId: string;
  /** Of all objects, also those that are not drawn. */
  objects: number;
  /** Lines in image pixels `[x0, y0, x1, y1, …]`. */
  drawn: { classId: string; lines: { points: number[]; isClosed: boolean }[] }[];
}
