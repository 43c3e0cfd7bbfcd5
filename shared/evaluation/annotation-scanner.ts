import { instantiateKernel } from '../curation/wasm/instantiate-kernel.ts';
import { reserveMemory } from '../curation/wasm/reserve-memory.ts';
import type { JsonReader } from './json-reader.ts';
import { ANNOTATIONS_WASM } from './wasm/annotations-bytes.ts';

/** What a scan is asked for; the numbers are those of `wasm/assembly/annotations.ts`. */
export const SCAN = { truth: 1, masks: 2, needsBox: 4, areaOfMask: 8 } as const;

const POINTERS = [
  'offsets',
  'imageIds',
  'categoryIds',
  'images',
  'categories',
  'boxes',
  'areas',
  'scores',
  'crowds',
  'groups',
  'runStarts',
  'runEnds',
  'maskAreas',
  'maskBounds',
  'maskHeights',
  'maskWidths',
  'ringStarts',
  'ringCounts',
  'runs',
  'ringEnds',
  'points',
] as const;

type Exports = Record<
  (typeof POINTERS)[number] | 'position' | 'runsUsed' | 'pointsUsed' | 'ringsUsed',
  WebAssembly.Global<'i32'>
> & {
  memory: WebAssembly.Memory;
  heapBase(): number;
  place(
    at: number,
    rows: number,
    runPool: number,
    pointPool: number,
    images: number,
    categories: number,
  ): number;
  addImage(id: number, index: number, height: number, width: number): void;
  addCategory(id: number, index: number): void;
  scan(from: number, base: number, flags: number): number;
  fillRows(from: number, rows: number): number;
  parse(at: number): number;
};

const INPUT_BYTES = 1 << 19;
const ROWS = 4096;
const RUN_POOL = 1 << 18;
const POINT_POOL = 1 << 16;

/**
 * Reads plain annotations and detections in WebAssembly, a batch of rows at a time, from the bytes that a
 * `JsonReader` holds in `input`. A fresh process reads a file only once, before the engine's compiler has warmed up
 * for the reader in TypeScript; this one is fast from its first byte. It takes nothing that is odd in any way: then
 * it stops, and the object is read by `AnnotationReader`, which knows all rules and all messages.
 */
export class AnnotationScanner {
  /** Where a reader's bytes must lie. */
  readonly input: Uint8Array;
  readonly column: {
    offsets: Float64Array;
    imageIds: Float64Array;
    categoryIds: Float64Array;
    images: Int32Array;
    categories: Int32Array;
    boxes: Float64Array;
    areas: Float64Array;
    scores: Float64Array;
    crowds: Uint8Array;
    groups: Uint8Array;
    runStarts: Int32Array;
    runEnds: Int32Array;
    maskAreas: Float64Array;
    maskBounds: Int32Array;
    maskHeights: Int32Array;
    maskWidths: Int32Array;
    ringStarts: Int32Array;
    ringCounts: Int32Array;
    runs: Int32Array;
    ringEnds: Int32Array;
    points: Float64Array;
  };
  private readonly kernel: Exports;

  constructor(hasMasks: boolean, images = 0, categories = 0) {
    this.kernel = instantiateKernel(ANNOTATIONS_WASM) as unknown as Exports;
    const { kernel } = this;
    const inputAt = kernel.heapBase();
    const pools = hasMasks ? [RUN_POOL, POINT_POOL] : [0, 0];
    const end = kernel.place(inputAt + INPUT_BYTES, ROWS, pools[0], pools[1], images, categories);
    reserveMemory(kernel.memory, end);
    const { buffer } = kernel.memory;
    const doubles = (name: (typeof POINTERS)[number], length: number): Float64Array =>
      new Float64Array(buffer, kernel[name].value, length);
    const words = (name: (typeof POINTERS)[number], length: number): Int32Array =>
      new Int32Array(buffer, kernel[name].value, length);
    this.input = new Uint8Array(buffer, inputAt, INPUT_BYTES);
    this.column = {
      offsets: doubles('offsets', ROWS),
      imageIds: doubles('imageIds', ROWS),
      categoryIds: doubles('categoryIds', ROWS),
      images: words('images', ROWS),
      categories: words('categories', ROWS),
      boxes: doubles('boxes', 4 * ROWS),
      areas: doubles('areas', ROWS),
      scores: doubles('scores', ROWS),
      crowds: new Uint8Array(buffer, kernel.crowds.value, ROWS),
      groups: new Uint8Array(buffer, kernel.groups.value, ROWS),
      runStarts: words('runStarts', ROWS),
      runEnds: words('runEnds', ROWS),
      maskAreas: doubles('maskAreas', ROWS),
      maskBounds: words('maskBounds', 4 * ROWS),
      maskHeights: words('maskHeights', ROWS),
      maskWidths: words('maskWidths', ROWS),
      ringStarts: words('ringStarts', ROWS),
      ringCounts: words('ringCounts', ROWS),
      runs: words('runs', pools[0]),
      ringEnds: words('ringEnds', pools[1] >> 2),
      points: doubles('points', pools[1]),
    };
  }

  /** Makes an image known under the code of its id; sizes are 0 when the ground truth does not say. */
  addImage(code: number, index: number, height: number, width: number): void {
    this.kernel.addImage(code, index, height, width);
  }

  addCategory(code: number, index: number): void {
    this.kernel.addCategory(code, index);
  }

  /**
   * Takes plain objects from where `reader` stands, before an element of a list, and moves it behind the last one.
   * Returns how many rows the columns hold; 0 when the reader itself must take the next object.
   */
  scan(reader: JsonReader, flags: number): number {
    const { input, kernel } = this;
    if (reader.buffer !== input) return 0;
    const from = input.byteOffset + reader.at;
    const rows = kernel.scan(from, reader.offset - from, flags);
    if (rows > 0) reader.jumpTo(kernel.position.value - input.byteOffset);
    return rows;
  }

  /**
   * Fills the rings of the rows `from … rows - 1` over images of `maskHeights` × `maskWidths`. Returns the first row
   * that found no room; rows before it with `runEnds` of -1 are left to `fillRings`.
   */
  fillRows(from: number, rows: number): number {
    return this.kernel.fillRows(from, rows);
  }

  get runsUsed(): number {
    return this.kernel.runsUsed.value;
  }

  get pointsUsed(): number {
    return this.kernel.pointsUsed.value;
  }

  get ringsUsed(): number {
    return this.kernel.ringsUsed.value;
  }

  /** A number as the scan reads it, NaN where it would stop. */
  parseNumber(text: string): number {
    const { written } = new TextEncoder().encodeInto(text, this.input);
    this.input[written] = 0;
    return this.kernel.parse(this.input.byteOffset);
  }
}
