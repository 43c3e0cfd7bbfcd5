import { rasterizePolygon } from '../geometry/rasterize-polygon.ts';
import type { Shape } from '../labels/shape.ts';
import { type MaskShape, maskFromCounts, maskPixels } from './mask-shape.ts';
import { shapeOutline } from './shape-outline.ts';

/** Row-major 0/1 pixels of a shape with an inside, filled as pycocotools does; undefined for lines and points. */
export function rasterizeOutline(shape: Shape, height: number, width: number): Uint8Array | undefined {
  if (shape.type === 'mask') {
    return shape.size[0] === height && shape.size[1] === width ? maskPixels(shape) : undefined;
  }
  if (shape.type === 'polyline' || shape.type === 'keypoints') return undefined;
  const pixels = new Uint8Array(height * width);
  for (const part of shapeOutline(shape)) {
    part.forEach((ring, at) => {
      const mask = maskFromCounts(rasterizePolygon(ring.flat(), height, width), height, width);
      const filled = mask ? maskPixels(mask) : new Uint8Array(0);
      for (let p = 0; p < filled.length; p++) if (filled[p] !== 0) pixels[p] = at === 0 ? 1 : 0;
    });
  }
  return pixels;
}

/** The same as a mask shape. */
export function maskOfShape(shape: Shape, height: number, width: number): MaskShape | undefined {
  if (shape.type === 'mask') return shape;
  const pixels = rasterizeOutline(shape, height, width);
  if (!pixels) return undefined;
  const counts: number[] = [];
  let run = 0;
  let value = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (pixels[y * width + x] === value) run++;
      else {
        counts.push(run);
        run = 1;
        value = 1 - value;
      }
    }
  }
  counts.push(run);
  return maskFromCounts(counts, height, width);
}
