/**
 * Boundary IoU of two binary masks (row-major 0/1 bytes): IoU of the pixels within `distance` of each mask's own
 * contour. `distance` defaults to 2 % of the image diagonal, at least 1. Pixels beyond the image count as empty.
 * Source: Cheng et al., CVPR 2021 (`mask_to_boundary`: a 3 × 3 erosion, `distance` times). 1 when both boundaries
 * are empty.
 */
export function boundaryIou(
  truth: Uint8Array,
  predicted: Uint8Array,
  height: number,
  width: number,
  distance = Math.max(1, Math.round(0.02 * Math.hypot(height, width))),
): number {
  const a = boundary(truth, height, width, distance);
  const b = boundary(predicted, height, width, distance);
  let shared = 0;
  let union = 0;
  for (let i = 0; i < a.length; i++) {
    shared += a[i] & b[i];
    union += a[i] | b[i];
  }
  return union === 0 ? 1 : shared / union;
}

/** The mask without its erosion; a square window of `2 · distance + 1` equals `distance` steps of 3 × 3. */
function boundary(mask: Uint8Array, height: number, width: number, distance: number): Uint8Array {
  const rows = erodeLines(mask, height, width, width, 1, distance);
  const eroded = erodeLines(rows, width, height, 1, width, distance);
  return mask.map((value, i) => value & (1 - eroded[i]));
}

/** Erodes along lines: a pixel stays when no empty pixel (or border) is within `distance` on its line. */
function erodeLines(
  mask: Uint8Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  distance: number,
): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let line = 0; line < lines; line++) {
    let run = 0;
    for (let i = 0; i <= length; i++) {
      if (i < length && mask[line * lineStep + i * step] === 1) {
        run++;
        continue;
      }
      for (let k = i - run + distance; k < i - distance; k++) out[line * lineStep + k * step] = 1;
      run = 0;
    }
  }
  return out;
}
