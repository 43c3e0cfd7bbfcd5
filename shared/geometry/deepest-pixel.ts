/**
 * The pixel of a mask that lies farthest from its outside (the border of the image counts as outside), as people click
 * when they mean an object. `bitmap` is row-major, 0 or 1. City-block distance in two passes (Rosenfeld and Pfaltz,
 * 1966); of equally deep pixels the one nearest their middle.
 *
 * @returns the middle of that pixel in image coordinates, or undefined for an empty mask
 */
export function deepestPixel(
  bitmap: Uint8Array,
  height: number,
  width: number,
): { x: number; y: number } | undefined {
  const depth = new Int32Array(bitmap.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (bitmap[at] === 0) continue;
      const above = y === 0 ? 0 : depth[at - width];
      const left = x === 0 ? 0 : depth[at - 1];
      depth[at] = 1 + Math.min(above, left);
    }
  }
  let deepest = 0;
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const at = y * width + x;
      if (bitmap[at] === 0) continue;
      const below = y === height - 1 ? 0 : depth[at + width];
      const right = x === width - 1 ? 0 : depth[at + 1];
      depth[at] = Math.min(depth[at], 1 + Math.min(below, right));
      deepest = Math.max(deepest, depth[at]);
    }
  }
  if (deepest === 0) return undefined;
  const candidates: number[] = [];
  depth.forEach((value, at) => {
    if (value === deepest) candidates.push(at);
  });
  const xs = candidates.map((at) => at % width);
  const ys = candidates.map((at) => Math.floor(at / width));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middleX = mean(xs);
  const middleY = mean(ys);
  let best = 0;
  for (let i = 1; i < candidates.length; i++) {
    const closer =
      Math.hypot(xs[i] - middleX, ys[i] - middleY) < Math.hypot(xs[best] - middleX, ys[best] - middleY);
    if (closer) best = i;
  }
  return { x: xs[best] + 0.5, y: ys[best] + 0.5 };
}
