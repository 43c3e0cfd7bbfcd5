import type { Box } from '../geometry/box.ts';
import { clipShape } from '../labels/clip-shape.ts';

/**
 * A box as a prompt: cut to the image, as the editor does while it is drawn, for models know nothing of what lies
 * beyond the edge. One that lies outside altogether stays what it is.
 */
export function boxInImage(box: Box, image: { width: number; height: number }): Box {
  const clipped = clipShape({ type: 'box', ...box }, image);
  if (clipped?.type !== 'box') return box;
  const { x, y, width, height } = clipped;
  return { x, y, width, height };
}
