import type { Band } from '../for-each-band.ts';
import { pixelKernel } from '../wasm/pixel-kernel.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';
import type { LanczosPlan } from './lanczos-plan.ts';

/** The horizontal pass for one band of the grey plane: rows × plan.outputs bytes go to `target` at the band's rows. */
export function resampleBand(band: Band, plan: LanczosPlan, target: Uint8Array): void {
  const kernel = pixelKernel();
  const bounds = band.free;
  const weights = bounds + plan.bounds.byteLength;
  const output = weights + plan.weights.byteLength;
  const size = band.rows * plan.outputs;
  reserveMemory(kernel.memory, output + size);
  const { buffer } = kernel.memory;
  new Int32Array(buffer, bounds, plan.bounds.length).set(plan.bounds);
  new Int32Array(buffer, weights, plan.weights.length).set(plan.weights);
  kernel.resampleRows(band.grey, plan.inputs, band.rows, bounds, weights, plan.taps, plan.outputs, output);
  target.set(new Uint8Array(buffer, output, size), band.firstRow * plan.outputs);
}
