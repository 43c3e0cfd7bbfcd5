interface Region {
  /** Row-major within the bounds: 1 where the region is. */
  isSet: Uint8Array;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

interface Pixels {
  width: number;
  height: number;
  /** RGBA, row-major. */
  data: Uint8ClampedArray;
}

/**
 * The 4-connected region around (`startX`, `startY`) whose colour differs from the start's by at most `tolerance` in
 * every channel. Scanline fill; undefined when the start lies outside.
 */
export function floodFill(
  pixels: Pixels,
  startX: number,
  startY: number,
  tolerance: number,
): Region | undefined {
  const { width, height, data } = pixels;
  if (startX < 0 || startY < 0 || startX >= width || startY >= height) return undefined;
  const start = 4 * (startY * width + startX);
  const [red, green, blue] = [data[start], data[start + 1], data[start + 2]];
  const seen = new Uint8Array(width * height);
  const fits = (at: number) =>
    seen[at] === 0 &&
    Math.abs(data[4 * at] - red) <= tolerance &&
    Math.abs(data[4 * at + 1] - green) <= tolerance &&
    Math.abs(data[4 * at + 2] - blue) <= tolerance;
  let x0 = startX;
  let x1 = startX;
  let y0 = startY;
  let y1 = startY;
  const stack = [startX, startY];
  while (stack.length > 0) {
    const y = stack.pop() ?? 0;
    let x = stack.pop() ?? 0;
    const row = y * width;
    if (!fits(row + x)) continue;
    while (x > 0 && fits(row + x - 1)) x--;
    const left = x;
    let wasAbove = false;
    let wasBelow = false;
    for (; x < width && fits(row + x); x++) {
      seen[row + x] = 1;
      const isAbove = y > 0 && fits(row - width + x);
      const isBelow = y < height - 1 && fits(row + width + x);
      if (isAbove && !wasAbove) stack.push(x, y - 1);
      if (isBelow && !wasBelow) stack.push(x, y + 1);
      wasAbove = isAbove;
      wasBelow = isBelow;
    }
    x0 = Math.min(x0, left);
    x1 = Math.max(x1, x - 1);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
  }
  const columns = x1 - x0 + 1;
  const isSet = new Uint8Array(columns * (y1 - y0 + 1));
  for (let y = y0; y <= y1; y++) {
    isSet.set(seen.subarray(y * width + x0, y * width + x1 + 1), (y - y0) * columns);
  }
  return { isSet, x0, y0, x1: x1 + 1, y1: y1 + 1 };
}
