const PRECISION = 22;

interface Taps {
  /** First source index of every target index. */
  first: Int32Array;
  /** `width` weights per target index, fixed point with 22 bits; the rest zero. */
  weights: Int32Array;
  width: number;
}

function tapsFor(from: number, to: number): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const width = Math.ceil(stretch) * 2 + 1;
  const first = new Int32Array(to);
  const weights = new Int32Array(to * width);
  const raw = new Float64Array(width);
  for (let target = 0; target < to; target++) {
    const centre = (target + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - stretch + 0.5));
    const end = Math.min(from, Math.trunc(centre + stretch + 0.5));
    first[target] = start;
    let sum = 0;
    for (let at = start; at < end; at++) {
      raw[at - start] = Math.max(0, 1 - Math.abs((at - centre + 0.5) / stretch));
      sum += raw[at - start];
    }
    for (let tap = 0; tap < end - start; tap++) {
      weights[target * width + tap] = Math.trunc(0.5 + (raw[tap] / sum) * (1 << PRECISION));
    }
  }
  return { first, weights, width };
}

/**
 * Bilinear resize with antialiasing of interleaved 8-bit RGB, bit for bit as Pillow does it (`Resample.c`: columns
 * first, 22-bit fixed-point weights, rounded to bytes in between), since that is what the models were trained on. Since
 * version 13 Pillow begins with the rows of some tall images, which moves single values by one.
 */
export function resizeBilinear(
  rgb: Uint8Array,
  size: { width: number; height: number },
  target: { width: number; height: number },
): Uint8Array {
  const half = 1 << (PRECISION - 1);
  const across = tapsFor(size.width, target.width);
  const narrow = new Uint8ClampedArray(target.width * size.height * 3);
  for (let y = 0; y < size.height; y++) {
    const row = y * size.width * 3;
    for (let x = 0; x < target.width; x++) {
      const start = row + across.first[x] * 3;
      let red = half;
      let green = half;
      let blue = half;
      for (let tap = 0; tap < across.width; tap++) {
        const weight = across.weights[x * across.width + tap];
        if (weight === 0) continue;
        red += rgb[start + 3 * tap] * weight;
        green += rgb[start + 3 * tap + 1] * weight;
        blue += rgb[start + 3 * tap + 2] * weight;
      }
      const to = (y * target.width + x) * 3;
      narrow[to] = red >> PRECISION;
      narrow[to + 1] = green >> PRECISION;
      narrow[to + 2] = blue >> PRECISION;
    }
  }
  const down = tapsFor(size.height, target.height);
  const stride = target.width * 3;
  const result = new Uint8ClampedArray(stride * target.height);
  for (let y = 0; y < target.height; y++) {
    const start = down.first[y] * stride;
    for (let at = 0; at < stride; at++) {
      let sum = half;
      for (let tap = 0; tap < down.width; tap++) {
        const weight = down.weights[y * down.width + tap];
        if (weight !== 0) sum += narrow[start + tap * stride + at] * weight;
      }
      result[y * stride + at] = sum >> PRECISION;
    }
  }
  return new Uint8Array(result.buffer);
}
