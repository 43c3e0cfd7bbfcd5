import type { LanczosPlan } from './lanczos-plan.ts';

/**
 * The vertical pass of the resampler.
 *
 * @param source plan.inputs rows × columns bytes
 * @returns plan.outputs rows × columns bytes
 */
export function resampleColumns(source: Uint8Array, columns: number, plan: LanczosPlan): Uint8Array {
  const target = new Uint8Array(plan.outputs * columns);
  for (let y = 0; y < plan.outputs; y++) {
    const first = plan.bounds[y * 2];
    const count = plan.bounds[y * 2 + 1];
    for (let x = 0; x < columns; x++) {
      let total = 1 << 21;
      for (let i = 0, at = first * columns + x; i < count; i++, at += columns)
        total += source[at] * plan.weights[y * plan.taps + i];
      target[y * columns + x] = Math.max(0, Math.min(255, total >> 22));
    }
  }
  return target;
}
