import { InvalidInput } from '../errors.ts';
import { pixelKernel } from './wasm/pixel-kernel.ts';
import { reserveMemory } from './wasm/reserve-memory.ts';

/** About how many bytes of RGB are in the kernel's memory at once, whatever the image's size. */
const BAND_BYTES = 1 << 20;

/** Where a band lies in the kernel's memory; valid until the next band. */
export interface Band {
  /** rows × width grey bytes. */
  grey: number;
  /** rows × width × 3 RGB bytes. */
  rgb: number;
  firstRow: number;
  rows: number;
  /** The first free byte behind the band. */
  free: number;
}

/**
 * Runs the fused pass over an image band by band, so that memory stays small for the largest image: afterwards the
 * kernel's state holds all sums. `visit` sees each band while it is
 * still in the kernel's memory.
 *
 * @param rgb width × height × 3 bytes, row-major, no padding
 */
export function forEachBand(
  rgb: Uint8Array,
  width: number,
  height: number,
  visit?: (band: Band) => void,
): void {
  if (!(width > 0 && height > 0) || rgb.length !== width * height * 3)
    throw new InvalidInput(
      `An RGB image of ${width} × ${height} has ${width * height * 3} bytes, not ${rgb.length}.`,
      { width, height, bytes: rgb.length },
    );
  const kernel = pixelKernel();
  const stride = width * 3;
  const bandRows = Math.max(1, Math.min(height, Math.floor(BAND_BYTES / stride)));
  const band = kernel.heapBase();
  const grey = (band + (bandRows + 2) * stride + 16 + 15) & ~15;
  const free = (grey + bandRows * width + 16 + 15) & ~15;
  reserveMemory(kernel.memory, free);
  kernel.reset();
  // reflect-101: the row outside is the one inside; a single row is its own neighbour
  const reflected = (y: number) => (height === 1 ? 0 : y < 0 ? 1 : y >= height ? height - 2 : y);
  for (let firstRow = 0; firstRow < height; firstRow += bandRows) {
    const rows = Math.min(bandRows, height - firstRow);
    const memory = new Uint8Array(kernel.memory.buffer);
    const copy = (y: number, count: number, at: number) =>
      memory.set(rgb.subarray(y * stride, (y + count) * stride), band + at * stride);
    copy(reflected(firstRow - 1), 1, 0);
    copy(firstRow, rows, 1);
    copy(reflected(firstRow + rows), 1, rows + 1);
    kernel.measureBand(band, width, rows, grey);
    visit?.({ grey, rgb: band + stride, firstRow, rows, free });
  }
}
