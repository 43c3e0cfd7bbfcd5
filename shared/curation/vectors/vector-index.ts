import { InvalidInput } from '../../errors.ts';
import { makeVectorKernel, type VectorExports } from '../wasm/vector-kernel.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';
import { RowCodes } from './row-codes.ts';
import type { VectorTable } from './vector-table.ts';

export interface Neighbours {
  /** Best first; ties in order of index. */
  ids: Int32Array;
  scores: Float32Array;
}

/** WebAssembly memory ends at 4 GiB; larger tables are cut into several indexes (shards) by the caller. */
const MAX_BYTES = 3.5 * 2 ** 30;
const QUERY_TILE = 64;
const ROW_TILE = 64;

/**
 * Exact search by dot product over vectors packed once into WebAssembly memory (float32, rows padded to 16 bytes). For
 * cosine similarity normalise first. No approximation: the answer is the true top k, in float32 arithmetic.
 */
export class VectorIndex {
  readonly count: number;
  readonly dimensions: number;
  readonly #kernel: VectorExports;
  readonly #stride: number;
  readonly #vectors: number;
  #scratch: number;
  #codes?: RowCodes;
  readonly #isEuclidean: boolean;

  /**
   * @param order 'dot': larger dot products are nearer; 'euclidean': smaller distances are, and the score is
   * query · row − |row|² / 2, which orders like the distance
   * @throws InvalidInput when the table does not fit one WebAssembly memory.
   */
  constructor({ count, dimensions, data }: VectorTable, order: 'dot' | 'euclidean' = 'dot') {
    this.count = count;
    this.dimensions = dimensions;
    this.#isEuclidean = order === 'euclidean';
    this.#stride = (dimensions + (this.#isEuclidean ? 1 : 0) + 3) & ~3;
    const bytes = count * this.#stride * 4;
    if (bytes > MAX_BYTES)
      throw new InvalidInput(`${count} vectors of ${dimensions} take ${bytes} bytes: cut them into shards.`);
    this.#kernel = makeVectorKernel();
    this.#vectors = (this.#kernel.heapBase() + 63) & ~63;
    this.#scratch = this.#vectors + bytes;
    reserveMemory(this.#kernel.memory, this.#scratch);
    const packed = new Float32Array(this.#kernel.memory.buffer, this.#vectors, count * this.#stride);
    if (this.#stride === dimensions) packed.set(data);
    else
      for (let i = 0; i < count; i++)
        packed.set(data.subarray(i * dimensions, (i + 1) * dimensions), i * this.#stride);
    if (!this.#isEuclidean) return;
    for (let i = 0; i < count; i++) {
      let squares = 0;
      for (let j = i * dimensions; j < (i + 1) * dimensions; j++) squares += data[j] * data[j];
      packed[i * this.#stride + dimensions] = -squares / 2;
    }
  }

  /**
   * Makes every search that follows several times faster and its results no different: keeps an 8-bit copy beside the
   * vectors (a quarter of their memory), which costs about as much as thirty searches. Changes nothing where the copy
   * does not fit or the engine cannot use it.
   */
  prepare(): void {
    if (this.#codes !== undefined || this.count === 0) return;
    const rows = {
      at: this.#vectors,
      count: this.count,
      stride: this.#stride,
      dimensions: this.dimensions,
      isBiased: this.#isEuclidean,
    };
    const at = (this.#scratch + 63) & ~63;
    const end = at + RowCodes.bytes(rows);
    if (end > MAX_BYTES) return;
    reserveMemory(this.#kernel.memory, end);
    this.#codes = RowCodes.of(this.#kernel.memory, rows, at);
    this.#scratch = (end + 63) & ~63;
  }

  /** The k rows with the largest dot product with `query`. */
  search(query: Float32Array, k: number): Neighbours {
    const size = Math.min(k, this.count);
    const kernel = this.#kernel;
    const codesAt = this.#scratch + this.#stride * 4;
    const scores = codesAt + (this.#codes?.queryBytes ?? 0);
    const ids = scores + size * 4;
    reserveMemory(kernel.memory, ids + size * 4);
    const { buffer } = kernel.memory;
    const target = new Float32Array(buffer, this.#scratch, this.#stride);
    target.fill(0);
    target.set(query.subarray(0, this.dimensions));
    if (this.#isEuclidean) target[this.dimensions] = 1;
    if (size === 0) return { ids: new Int32Array(), scores: new Float32Array() };
    new Float32Array(buffer, scores, size).fill(-Infinity);
    const codes = this.#codesOf(this.#scratch, 1, codesAt);
    if (codes) codes.scan(0, this.count, 1, this.#scratch, codesAt, { k: size, scores, ids });
    else kernel.topK(this.#vectors, this.count, this.#stride, this.#scratch, size, 0, scores, ids);
    return {
      ids: new Int32Array(buffer, ids, size).slice(),
      scores: new Float32Array(buffer, scores, size).slice(),
    };
  }

  /**
   * The top k of every row of the index (a row's own best match is usually itself), in tiles that stay in the cache.
   * `ids` and `scores` are count × min(k, count), best first.
   */
  searchAll(k: number, onProgress?: (done: number) => void): Neighbours & { k: number } {
    const size = Math.min(k, this.count);
    const ids = new Int32Array(this.count * size);
    const scores = new Float32Array(this.count * size);
    const kernel = this.#kernel;
    const rowBytes = this.#stride * 4;
    const queryAt = this.#scratch;
    const tileAt = queryAt + QUERY_TILE * rowBytes;
    const codesAt = tileAt + QUERY_TILE * ROW_TILE * 4;
    const scoresAt = (codesAt + QUERY_TILE * (this.#codes?.queryBytes ?? 0) + 15) & ~15;
    const idsAt = scoresAt + QUERY_TILE * size * 4;
    reserveMemory(kernel.memory, idsAt + QUERY_TILE * size * 4);
    const { buffer } = kernel.memory;
    const bytes = new Uint8Array(buffer);
    for (let first = 0; first < this.count; first += QUERY_TILE) {
      const queries = Math.min(QUERY_TILE, this.count - first);
      const from = this.#vectors + first * rowBytes;
      bytes.copyWithin(queryAt, from, from + queries * rowBytes);
      if (this.#isEuclidean)
        for (let q = 0; q < queries; q++)
          new Float32Array(buffer, queryAt + q * rowBytes, this.#stride)[this.dimensions] = 1;
      new Float32Array(buffer, scoresAt, QUERY_TILE * size).fill(-Infinity);
      const codes = this.#codesOf(queryAt, queries, codesAt);
      for (let row = 0; row < this.count; row += ROW_TILE) {
        const rows = Math.min(ROW_TILE, this.count - row);
        if (codes)
          codes.scan(row, rows, queries, queryAt, codesAt, { k: size, scores: scoresAt, ids: idsAt });
        else
          kernel.topKTile(
            queryAt,
            (queries + 3) & ~3,
            queries,
            this.#vectors + row * rowBytes,
            rows,
            this.#stride,
            tileAt,
            size,
            row,
            scoresAt,
            idsAt,
          );
      }
      ids.set(new Int32Array(buffer, idsAt, queries * size), first * size);
      scores.set(new Float32Array(buffer, scoresAt, queries * size), first * size);
      onProgress?.(first + queries);
    }
    return { ids, scores, k: size };
  }

  /** Writes the codes of `places` queries; undefined when there are none, or a query has no bounds. */
  #codesOf(queryAt: number, places: number, codesAt: number): RowCodes | undefined {
    const codes = this.#codes;
    const { buffer } = this.#kernel.memory;
    for (let place = 0; codes && place < places; place++) {
      const query = new Float32Array(buffer, queryAt + place * this.#stride * 4, this.dimensions);
      if (!codes.writeQuery(query, codesAt, place, places)) return undefined;
    }
    return codes;
  }
}
