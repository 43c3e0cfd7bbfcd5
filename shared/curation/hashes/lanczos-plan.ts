/** Where each output sample of one axis takes its input from, and with which weights. */
export interface LanczosPlan {
  inputs: number;
  outputs: number;
  /** Weights per output; rows of `weights` are padded with zeros to this length. */
  taps: number;
  /** `[first, count]` per output. */
  bounds: Int32Array;
  /** outputs × taps, fixed point with 22 fraction bits. */
  weights: Int32Array;
}

const FRACTION = 1 << 22;
const SUPPORT = 3;
const plans = new Map<string, LanczosPlan>();

/**
 * The plan of Pillow's antialiased Lanczos resampler for 8-bit images (libImaging/Resample.c: precompute_coeffs and
 * normalize_coeffs_8bpc), which is what the `imagehash` package resizes with: the same whole numbers, so that the
 * resized pixels are the same.
 */
export function lanczosPlan(inputs: number, outputs: number): LanczosPlan {
  const key = `${inputs}/${outputs}`;
  let plan = plans.get(key);
  if (plan === undefined) {
    if (plans.size > 64) plans.clear();
    plans.set(key, (plan = makePlan(inputs, outputs)));
  }
  return plan;
}

function makePlan(inputs: number, outputs: number): LanczosPlan {
  const scale = inputs / outputs;
  const filterScale = Math.max(1, scale);
  const support = SUPPORT * filterScale;
  const taps = Math.ceil(support) * 2 + 1;
  const bounds = new Int32Array(outputs * 2);
  const weights = new Int32Array(outputs * taps);
  const raw = new Float64Array(taps);
  for (let output = 0; output < outputs; output++) {
    const center = (output + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(inputs, Math.trunc(center + support + 0.5)) - first;
    let total = 0;
    for (let i = 0; i < count; i++) total += raw[i] = lanczos((i + first - center + 0.5) * (1 / filterScale));
    for (let i = 0; i < count; i++) {
      const weight = total === 0 ? raw[i] : raw[i] / total;
      weights[output * taps + i] = Math.trunc(
        weight < 0 ? -0.5 + weight * FRACTION : 0.5 + weight * FRACTION,
      );
    }
    bounds[output * 2] = first;
    bounds[output * 2 + 1] = count;
  }
  return { inputs, outputs, taps, bounds, weights };
}

function lanczos(x: number): number {
  return x >= -SUPPORT && x < SUPPORT ? sinc(x) * sinc(x / SUPPORT) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
