import type { Band } from '../for-each-band.ts';
import { pixelKernel } from '../wasm/pixel-kernel.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';

/** The side of the reduced picture. */
export const REDUCED_SIDE = 64;

/** Averages an image into 64 × 64 boxes while its bands pass by; smaller images repeat pixels. */
export class ImageReducer {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: Int32Array;
  readonly #sums = new Float64Array(REDUCED_SIDE * REDUCED_SIDE * 3);

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#columns = Int32Array.from({ length: REDUCED_SIDE + 1 }, (_, i) => edge(i, width));
  }

  add(band: Band): void {
    const kernel = pixelKernel();
    const edgesAt = band.free;
    const sumsAt = edgesAt + this.#columns.byteLength;
    const length = REDUCED_SIDE * 3;
    reserveMemory(kernel.memory, sumsAt + length * 4);
    new Int32Array(kernel.memory.buffer, edgesAt, this.#columns.length).set(this.#columns);
    const sums = new Uint32Array(kernel.memory.buffer, sumsAt, length);
    for (let row = 0; row < REDUCED_SIDE; row++) {
      const [top, bottom] = span(row, this.#height);
      const first = Math.max(top, band.firstRow);
      const last = Math.min(bottom, band.firstRow + band.rows);
      if (first >= last) continue;
      sums.fill(0);
      kernel.addBoxes(
        band.rgb + (first - band.firstRow) * this.#width * 3,
        this.#width,
        last - first,
        edgesAt,
        REDUCED_SIDE,
        sumsAt,
      );
      for (let i = 0; i < length; i++) this.#sums[row * length + i] += sums[i];
    }
  }

  /** 64 × 64 × 3 bytes, rounded. */
  finish(): Uint8Array {
    return Uint8Array.from(this.#sums, (sum, i) => {
      const row = Math.floor(i / (REDUCED_SIDE * 3));
      const column = Math.floor(i / 3) % REDUCED_SIDE;
      const [top, bottom] = span(row, this.#height);
      const [left, right] = span(column, this.#width);
      return Math.round(sum / ((bottom - top) * (right - left)));
    });
  }
}

function edge(i: number, size: number): number {
  return Math.floor((i * size) / REDUCED_SIDE);
}

function span(i: number, size: number): [first: number, end: number] {
  const first = edge(i, size);
  return [first, Math.max(first + 1, edge(i + 1, size))];
}
