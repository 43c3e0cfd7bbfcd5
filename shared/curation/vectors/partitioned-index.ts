import { evenSample } from './even-sample.ts';
import { meanVector } from './mean-vector.ts';
import { nearestCenters } from './nearest-centers.ts';
import { MOST_QUERIES, NearestRows } from './nearest-rows.ts';
import type { NeighbourGraph } from './neighbour-graph.ts';
import { improveGraph } from './improve-graph.ts';
import { offerNeighbour } from './offer-neighbour.ts';
import type { VectorTable } from './vector-table.ts';

/** Candidates beyond k, so that float32 scores that round the wrong way cannot push out a true neighbour. */
const SPARE = 6;
/** Cells that are searched for a vector: its own and those next to it. */
const PROBED = 40;
/** Vectors of a sample that a cell is made from, and how often it is moved to their middle. */
const SAMPLED = 32;
const ROUNDS = 4;
/** Rounds of neighbours of neighbours. */
const IMPROVED = 1;

/**
 * Near neighbours among many vectors, in time that grows with n√n: vectors lie in about 2√n cells (an inverted file),
 * and only the cells next to a vector's own are searched; then neighbours of neighbours are looked at. Distances are
 * float64. Most of the true neighbours are found, not all: `measuredRecall` says how many. Deterministic.
 */
export class PartitionedIndex {
  readonly #table: VectorTable;
  readonly #mean: Float64Array;
  readonly #cells: VectorTable;
  /** Places of a cell: from starts[cell] to starts[cell + 1]. */
  readonly #starts: Int32Array;
  /** The row at each place. */
  readonly #order: Int32Array;
  readonly #rows: NearestRows;
  /** Cells next to each cell, itself first. */
  readonly #near: Int32Array;
  readonly #probed: number;

  constructor(table: VectorTable) {
    this.#table = table;
    this.#mean = meanVector(table);
    this.#cells = makeCells(table, this.#mean);
    const { starts, order } = sortByCell(nearestCenters(table, this.#cells, this.#mean), this.#cells.count);
    this.#starts = starts;
    this.#order = order;
    this.#rows = new NearestRows(table, this.#mean, order);
    this.#probed = Math.min(PROBED, this.#cells.count);
    this.#near = nextToEach(this.#cells, this.#mean, this.#probed);
  }

  /** The neighbours of every vector of the index among the others. */
  graph(k: number): NeighbourGraph {
    const { count } = this.#table;
    const size = Math.max(0, Math.min(k, count - 1));
    const graph = emptyGraph(count, size);
    for (let cell = 0; cell < this.#cells.count; cell++)
      for (let first = this.#starts[cell]; first < this.#starts[cell + 1]; first += MOST_QUERIES) {
        const queries = { count: Math.min(MOST_QUERIES, this.#starts[cell + 1] - first), first };
        const found = this.#rows.nearest(queries, this.#stretches(cell, size), size + 1 + SPARE);
        for (let q = 0; q < queries.count; q++) {
          const row = this.#order[first + q];
          this.#rank(this.#table, row, found.subarray(q * (size + 1 + SPARE)), row, graph);
        }
      }
    for (let round = 0; round < IMPROVED; round++) improveGraph(this.#table, graph);
    return graph;
  }

  /** The neighbours of other vectors among those of the index. */
  neighboursOf(others: VectorTable, k: number): NeighbourGraph {
    const size = Math.min(k, this.#table.count);
    const graph = emptyGraph(others.count, size);
    const cellOf = nearestCenters(others, this.#cells, this.#mean);
    const { starts, order } = sortByCell(cellOf, this.#cells.count);
    const { dimensions, data } = others;
    for (let cell = 0; cell < this.#cells.count; cell++)
      for (let first = starts[cell]; first < starts[cell + 1]; first += MOST_QUERIES) {
        const load = (q: number, target: Float32Array) =>
          target.set(data.subarray(order[first + q] * dimensions, (order[first + q] + 1) * dimensions));
        const queries = { count: Math.min(MOST_QUERIES, starts[cell + 1] - first), load };
        const found = this.#rows.nearest(queries, this.#stretches(cell, size), size + SPARE);
        for (let q = 0; q < queries.count; q++)
          this.#rank(others, order[first + q], found.subarray(q * (size + SPARE)), -1, graph);
      }
    return graph;
  }

  /** The part of the true neighbours, 0–1, that a graph of this index holds, for so many of its vectors. */
  measuredRecall(graph: NeighbourGraph, rows = MOST_QUERIES): number {
    const { count } = this.#table;
    const asked = evenSample(this.#table, Math.min(rows, MOST_QUERIES, count)).rows;
    const { dimensions, data } = this.#table;
    const load = (q: number, target: Float32Array) =>
      target.set(data.subarray(asked[q] * dimensions, (asked[q] + 1) * dimensions));
    const size = graph.k + 1 + SPARE;
    const found = this.#rows.nearest({ count: asked.length, load }, [[0, count]], size).slice();
    const exact = emptyGraph(count, graph.k);
    let kept = 0;
    for (const [q, row] of asked.entries()) {
      this.#rank(this.#table, row, found.subarray(q * size), row, exact);
      // By distance: of equally near ones any will do.
      const farthest = exact.distances[(row + 1) * graph.k - 1];
      for (let at = row * graph.k; at < (row + 1) * graph.k; at++)
        if (graph.distances[at] <= farthest) kept++;
    }
    return kept / Math.max(1, asked.length * graph.k);
  }

  /** The places to search for what lies in a cell: more cells than usual where these hold too few. */
  #stretches(cell: number, fewest: number): (readonly [number, number])[] {
    const stretches: (readonly [number, number])[] = [];
    let places = 0;
    for (let at = cell * this.#probed; at < (cell + 1) * this.#probed; at++) {
      const near = this.#near[at];
      stretches.push([this.#starts[near], this.#starts[near + 1]]);
      places += this.#starts[near + 1] - this.#starts[near];
    }
    return places > fewest ? stretches : [[0, this.#table.count]];
  }

  /** Orders the found places by exact distance, ties by row, into the graph's line of `row`. */
  #rank(of: VectorTable, row: number, found: Int32Array, self: number, graph: NeighbourGraph) {
    const { dimensions, data } = this.#table;
    const size = graph.k + SPARE + (self < 0 ? 0 : 1);
    let held = 0;
    for (let at = 0; at < size && found[at] >= 0; at++) {
      const id = this.#order[found[at]];
      if (id === self) continue;
      let squares = 0;
      for (let j = 0; j < dimensions; j++)
        squares += (of.data[row * dimensions + j] - data[id * dimensions + j]) ** 2;
      held = offerNeighbour(graph, row, held, id, Math.sqrt(squares));
    }
  }
}

function emptyGraph(count: number, k: number): NeighbourGraph {
  return { count, k, ids: new Int32Array(count * k), distances: new Float64Array(count * k) };
}

/** k-means of a sample, a few rounds from an even start: cells need not be good clusters. */
function makeCells(table: VectorTable, mean: Float64Array): VectorTable {
  const { dimensions } = table;
  const count = Math.max(1, Math.round(2 * Math.sqrt(table.count)));
  const { sample } = evenSample(table, count * SAMPLED);
  const cells = { count, dimensions, data: evenSample(sample, count).sample.data.slice() };
  for (let round = 0; round < ROUNDS; round++) {
    const labels = nearestCenters(sample, cells, mean);
    const sums = new Float64Array(cells.data.length);
    const sizes = new Int32Array(count);
    for (const [row, label] of labels.entries()) {
      sizes[label]++;
      for (let j = 0; j < dimensions; j++) sums[label * dimensions + j] += sample.data[row * dimensions + j];
    }
    for (let cell = 0; cell < count; cell++)
      if (sizes[cell] > 0)
        for (let j = cell * dimensions; j < (cell + 1) * dimensions; j++)
          cells.data[j] = sums[j] / sizes[cell];
  }
  return cells;
}

function sortByCell(cellOf: Int32Array, cells: number) {
  const starts = new Int32Array(cells + 1);
  for (const cell of cellOf) starts[cell + 1]++;
  for (let cell = 0; cell < cells; cell++) starts[cell + 1] += starts[cell];
  const next = starts.slice();
  const order = new Int32Array(cellOf.length);
  for (const [row, cell] of cellOf.entries()) order[next[cell]++] = row;
  return { starts, order };
}

function nextToEach(cells: VectorTable, mean: Float64Array, k: number): Int32Array {
  const index = new NearestRows(cells, mean);
  const near = new Int32Array(cells.count * k);
  for (let first = 0; first < cells.count; first += MOST_QUERIES) {
    const count = Math.min(MOST_QUERIES, cells.count - first);
    near.set(index.nearest({ count, first }, [[0, cells.count]], k), first * k);
  }
  return near;
}
