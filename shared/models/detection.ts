import type { Box } from '../geometry/box.ts';

/** One box that a detector gives: `classIndex` counts the description's classes from 0, `score` is 0–1. */
export interface Detection {
  box: Box;
  classIndex: number;
  score: number;
}
