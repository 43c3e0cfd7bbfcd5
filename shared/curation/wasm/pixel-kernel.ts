import { PIXELS_WASM } from './pixels-bytes.ts';
import { instantiateKernel } from './instantiate-kernel.ts';

interface PixelExports {
  memory: WebAssembly.Memory;
  heapBase(): number;
  statePointer(): number;
  histogramPointer(): number;
  reset(): void;
  measureBand(band: number, width: number, rows: number, grey: number): void;
  resampleRows(
    source: number,
    width: number,
    rows: number,
    bounds: number,
    weights: number,
    taps: number,
    columns: number,
    target: number,
  ): void;
  addBoxes(source: number, width: number, rows: number, edges: number, columns: number, sums: number): void;
}

let exports: PixelExports | undefined;

/** The pixel kernels (assembly/pixels.ts), compiled on first use; synchronous and not re-entrant. */
export function pixelKernel(): PixelExports {
  return (exports ??= instantiateKernel(PIXELS_WASM) as unknown as PixelExports);
}
