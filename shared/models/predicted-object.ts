import type { Box } from '../geometry/box.ts';
import type { Rle } from '../geometry/rle.ts';

/** One object that a model finds by itself, in pixels of the upright image. */
export interface PredictedObject {
  /** What the model calls it; segmenters know no classes. */
  className?: string;
  box: Box;
  mask?: Rle;
  /** 0–1. */
  score: number;
}
