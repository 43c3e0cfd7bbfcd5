import { makeCodeKernel, type CodeExports } from '../wasm/code-kernel.ts';

/** Where rows of float32 lie: `stride` floats each, of which `dimensions` are weighed by a query. */
export interface PackedRows {
  at: number;
  count: number;
  stride: number;
  dimensions: number;
  /** Whether the number behind the dimensions is added to each score. */
  isBiased: boolean;
}

/** Where lists of the best are: k float32 scores and int32 ids for each query. */
export interface BestLists {
  k: number;
  scores: number;
  ids: number;
}

const FACT_BYTES = 80;
const QUERY_FACT_BYTES = 40;
/** Queries beyond are left to float32, so that no bound overflows or underflows. */
const QUERY_RANGE = [1e-12, 1e12];

/**
 * An 8-bit copy of packed rows that tells, within proven bounds, how near each row can be to a query: most rows are
 * then never read in float32, and what is found stays exactly the same, ties included.
 *
 * |x·q − x̂·q̂| ≤ ‖x − x̂‖‖q‖ + ‖x̂‖‖q − q̂‖ by Cauchy and Schwarz, for a row x and its code x̂, a query q and its code
 * q̂; what float32 loses is added to the bound (Higham 2002, § 3.1). The mean of all rows is taken off before, which
 * makes codes of rows that all look alike finer.
 */
export class RowCodes {
  readonly #kernel: CodeExports;
  readonly #memory: WebAssembly.Memory;
  readonly #rows: PackedRows;
  readonly #codeStride: number;
  readonly #facts: number;
  readonly #codes: number;
  readonly #mean: Float32Array;

  private constructor(kernel: CodeExports, memory: WebAssembly.Memory, rows: PackedRows, at: number) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#rows = rows;
    this.#codeStride = codeStrideOf(rows);
    this.#codes = at;
    this.#facts = at + padded(rows.count) * this.#codeStride;
    this.#mean = meanOf(new Float32Array(memory.buffer, rows.at, rows.count * rows.stride), rows);
    // The mean lies behind the facts for a moment only.
    const meanAt = this.#facts + (padded(rows.count) / 4) * FACT_BYTES;
    new Float32Array(memory.buffer, meanAt, rows.dimensions).set(this.#mean);
    kernel.encode(
      rows.at,
      rows.count,
      rows.stride,
      rows.dimensions,
      meanAt,
      rows.isBiased ? 1 : 0,
      (rows.stride / 4 + 32) * 2 ** -23,
      this.#codes,
      this.#codeStride,
      this.#facts,
    );
  }

  /** How many bytes the copy takes: about a quarter of the rows, and 20 for each. */
  static bytes(rows: Omit<PackedRows, 'at'>): number {
    return (
      padded(rows.count) * codeStrideOf(rows) + (padded(rows.count) / 4) * FACT_BYTES + rows.dimensions * 4
    );
  }

  /** @param at a multiple of 64 behind which `bytes` are free; undefined where the engine cannot do it */
  static of(memory: WebAssembly.Memory, rows: PackedRows, at: number): RowCodes | undefined {
    const kernel = makeCodeKernel(memory);
    return kernel && new RowCodes(kernel, memory, rows, at);
  }

  /** Bytes that `writeQuery` needs for each query. */
  get queryBytes(): number {
    return this.#codeStride + QUERY_FACT_BYTES;
  }

  /**
   * Writes the codes of query number `place` of `places` from `at`.
   *
   * @returns false when the query is too long or too short for bounds
   */
  writeQuery(query: Float32Array, at: number, place: number, places: number): boolean {
    const { dimensions } = this.#rows;
    const mean = this.#mean;
    let largest = 0;
    let squares = 0;
    let middle = 0;
    let meanSquares = 0;
    for (let j = 0; j < dimensions; j++) {
      largest = Math.max(largest, Math.abs(query[j]));
      squares += query[j] * query[j];
      middle += query[j] * mean[j];
      meanSquares += mean[j] * mean[j];
    }
    if (!(largest > QUERY_RANGE[0] && largest < QUERY_RANGE[1])) return false;
    const scale = Math.fround(largest / 63);
    const codes = new Uint8Array(
      this.#memory.buffer,
      at + QUERY_FACT_BYTES * places + place * this.#codeStride,
      this.#codeStride,
    );
    codes.fill(64);
    let missed = 0;
    for (let j = 0; j < dimensions; j++) {
      const code = Math.max(-63, Math.min(63, Math.round(query[j] / scale)));
      codes[j] = 64 + code;
      missed += (query[j] - scale * code) ** 2;
    }
    const facts = new DataView(this.#memory.buffer, at + place * QUERY_FACT_BYTES, QUERY_FACT_BYTES);
    facts.setFloat64(0, middle, true);
    facts.setFloat64(8, 1e-12 * Math.sqrt(squares * meanSquares), true);
    facts.setFloat32(16, scale, true);
    facts.setFloat32(20, Math.sqrt(squares) * (1 + 1e-6), true);
    facts.setFloat32(24, Math.sqrt(missed) * (1 + 1e-6), true);
    return true;
  }

  /**
   * Offers rows from `first` (a multiple of 4) on to the lists of `queries` queries, whose numbers are at `queriesAt`
   * and whose codes are at `codesAt`.
   */
  scan(
    first: number,
    rows: number,
    queries: number,
    queriesAt: number,
    codesAt: number,
    { k, scores, ids }: BestLists,
  ): void {
    const { at, stride } = this.#rows;
    this.#kernel.scan(
      at,
      stride,
      this.#codes,
      this.#codeStride,
      this.#facts,
      first,
      first + padded(rows),
      queries,
      queriesAt,
      codesAt + QUERY_FACT_BYTES * queries,
      codesAt,
      k,
      scores,
      ids,
    );
  }
}

function padded(count: number): number {
  return (count + 3) & ~3;
}

function codeStrideOf({ dimensions }: { dimensions: number }): number {
  return (dimensions + 15) & ~15;
}

function meanOf(packed: Float32Array, { count, stride, dimensions }: PackedRows): Float32Array {
  const sums = new Float64Array(dimensions);
  for (let i = 0; i < count; i++) for (let j = 0; j < dimensions; j++) sums[j] += packed[i * stride + j];
  const mean = Float32Array.from(sums, (sum) => sum / count);
  return mean.every(Number.isFinite) ? mean : new Float32Array(dimensions);
}
