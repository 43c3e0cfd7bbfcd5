import { instantiateKernel } from './instantiate-kernel.ts';
import { VECTORS_WASM } from './vectors-bytes.ts';

export interface VectorExports {
  memory: WebAssembly.Memory;
  heapBase(): number;
  topK(
    vectors: number,
    count: number,
    stride: number,
    query: number,
    k: number,
    firstId: number,
    scores: number,
    ids: number,
  ): void;
  dotTile(
    queries: number,
    queryCount: number,
    vectors: number,
    rows: number,
    stride: number,
    out: number,
  ): void;
  nearestTwo(dots: number, queries: number, rows: number, lengths: number, out: number): void;
  potentials(
    dots: number,
    points: number,
    rows: number,
    lengths: number,
    owns: number,
    closest: number,
    sums: number,
  ): void;
  takeCandidate(
    dots: number,
    points: number,
    rows: number,
    row: number,
    lengths: number,
    owns: number,
    closest: number,
  ): void;
  topKTile(
    queries: number,
    queryCount: number,
    realQueries: number,
    vectors: number,
    rows: number,
    stride: number,
    tile: number,
    k: number,
    firstId: number,
    scores: number,
    ids: number,
  ): void;
  squareOf(condensed: number, count: number, stride: number, square: number, from: number, to: number): void;
  neighbourChain(
    square: number,
    count: number,
    stride: number,
    kind: number,
    gone: number,
    sizes: number,
    chain: number,
    alive: number,
    place: number,
    merges: number,
  ): void;
  nearOf(
    own: number,
    leaf: number,
    points: number,
    starts: number,
    dimensions: number,
    centers: number,
    limits: number,
    leaves: number,
    ids: number,
    near: number,
    far: number,
    query: number,
    out: number,
  ): number;
  distancesFrom(columns: number, count: number, dimensions: number, i: number, out: number): void;
}

/**
 * A fresh instance of the vector kernels (assembly/vectors.ts): its memory is its owner's, and goes when the owner
 * goes.
 */
export function makeVectorKernel(): VectorExports {
  return instantiateKernel(VECTORS_WASM) as unknown as VectorExports;
}
