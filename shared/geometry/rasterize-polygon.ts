/** Points of the boundary that the walk crosses, reused between calls; grows and never shrinks. */
let crossings = new Uint32Array(4096);

/**
 * Fills one ring exactly as pycocotools does and returns run counts, column by column, zeros first, summing to
 * `height * width`.
 *
 * `xy` is `[x0, y0, x1, y1, …]` in pixels, open or closed. The boundary is walked at five times the resolution,
 * and every column centre that it crosses notes a row; sorted, these are the run ends. The rounding decides
 * single pixels, so no step may be "simplified". Source: `rleFrPoly` of cocoapi `common/maskApi.c`.
 */
export function rasterizePolygon(xy: ArrayLike<number>, height: number, width: number): Uint32Array {
  const points = xy.length >> 1;
  let n = 0;
  if (points > 0) {
    let x0 = toGrid(xy[0]);
    let y0 = toGrid(xy[1]);
    let previousU = 0;
    let previousV = 0;
    let isFirst = true;
    for (let j = 1; j <= points; j++) {
      const k = j === points ? 0 : j;
      const x1 = toGrid(xy[2 * k]);
      const y1 = toGrid(xy[2 * k + 1]);
      let xs = x0;
      let ys = y0;
      let xe = x1;
      let ye = y1;
      const dx = Math.abs(xe - xs);
      const dy = Math.abs(ys - ye);
      const isFlat = dx >= dy;
      const isFlipped = isFlat ? xs > xe : ys > ye;
      if (isFlipped) {
        [xs, xe] = [xe, xs];
        [ys, ye] = [ye, ys];
      }
      const slope = isFlat ? (dx === 0 ? 0 : (ye - ys) / dx) : (xe - xs) / dy;
      const steps = isFlat ? dx : dy;
      for (let d = 0; d <= steps; d++) {
        const t = isFlipped ? steps - d : d;
        const u = isFlat ? t + xs : Math.trunc(xs + slope * t + 0.5);
        const v = isFlat ? Math.trunc(ys + slope * t + 0.5) : t + ys;
        if (u !== previousU && !isFirst) {
          const column = ((u < previousU ? u : u - 1) + 0.5) / 5 - 0.5;
          if (column >= 0 && column <= width - 1 && Math.floor(column) === column) {
            let row = ((v < previousV ? v : previousV) + 0.5) / 5 - 0.5;
            if (row < 0) row = 0;
            else if (row > height) row = height;
            if (n === crossings.length) {
              const larger = new Uint32Array(n * 2);
              larger.set(crossings);
              crossings = larger;
            }
            crossings[n++] = column * height + Math.ceil(row);
          }
        }
        previousU = u;
        previousV = v;
        isFirst = false;
      }
      x0 = x1;
      y0 = y1;
    }
  }
  return toCounts(n, height * width);
}

/** C's `(int)(5 * value + .5)`: towards zero, also for negative numbers. */
function toGrid(value: number): number {
  return Math.trunc(5 * value + 0.5);
}

/** Sorts the crossings, turns them into differences and drops the runs of length zero between them. */
function toCounts(n: number, total: number): Uint32Array {
  const sorted = crossings.subarray(0, n);
  if (n > 1) sorted.sort();
  const counts = new Uint32Array(n + 1);
  let previous = 0;
  for (let j = 0; j < n; j++) {
    counts[j] = sorted[j] - previous;
    previous = sorted[j];
  }
  counts[n] = total - previous;
  // In place: what is kept never overtakes what is read.
  let m = 1;
  for (let j = 1; j <= n; j++) {
    if (counts[j] > 0) counts[m++] = counts[j];
    else if (++j <= n) counts[m - 1] += counts[j];
  }
  return counts.subarray(0, m);
}
