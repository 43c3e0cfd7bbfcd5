import { forceTable, TABLE_BASE, TABLE_SHIFT } from './force-table.ts';
import type { FuzzyGraph } from './fuzzy-graph.ts';

export interface OptimizeOptions {
  a: number;
  b: number;
  epochs: number;
  seed: number;
  negativeRate?: number;
  onProgress?: (epoch: number) => void;
}

const FRACTION = 1 / (1 << TABLE_SHIFT);
const MASK = (1 << TABLE_SHIFT) - 1;

/**
 * UMAP's stochastic gradient descent: every edge pulls its ends together as often as its weight says, and each pull
 * comes with pushes from random points. One thread and one random stream, so the same seed gives the same bytes. Changes
 * `layout` (count × 2) in place.
 */
export function optimizeLayout(layout: Float64Array, graph: FuzzyGraph, options: OptimizeOptions): void {
  const { epochs, negativeRate = 5, onProgress } = options;
  const { pull, push } = forceTable(options.a, options.b);
  const strongest = graph.weights.reduce((x, y) => Math.max(x, y), 0);
  // Edges too weak to be sampled even once are left out.
  const kept = Array.from(graph.weights.keys()).filter((i) => graph.weights[i] >= strongest / epochs);
  const edges = kept.length;
  const heads = Int32Array.from(kept, (i) => graph.heads[i] * 2);
  const tails = Int32Array.from(kept, (i) => graph.tails[i] * 2);
  const every = Float64Array.from(kept, (i) => strongest / graph.weights[i]);
  const next = every.slice();
  const everyNegative = every.map((value) => value / negativeRate);
  const nextNegative = everyNegative.slice();
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  const { count } = graph;
  let state = Math.imul(options.seed, 2654435761) >>> 0 || 1;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const alpha = 1 - epoch / epochs;
    for (let edge = 0; edge < edges; edge++) {
      if (next[edge] > epoch) continue;
      const head = heads[edge];
      const tail = tails[edge];
      let x = layout[head];
      let y = layout[head + 1];
      let dx = x - layout[tail];
      let dy = y - layout[tail + 1];
      float[0] = dx * dx + dy * dy;
      if (float[0] > 0) {
        const at = Math.max(0, (bits[0] >>> TABLE_SHIFT) - TABLE_BASE);
        const force = pull[at] + (pull[at + 1] - pull[at]) * ((bits[0] & MASK) * FRACTION);
        dx = Math.max(-4, Math.min(4, force * dx)) * alpha;
        dy = Math.max(-4, Math.min(4, force * dy)) * alpha;
        x += dx;
        y += dy;
        layout[tail] -= dx;
        layout[tail + 1] -= dy;
      }
      next[edge] += every[edge];
      const negatives = Math.floor((epoch - nextNegative[edge]) / everyNegative[edge]);
      for (let n = 0; n < negatives; n++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const other = Math.floor(((state >>> 0) / 4_294_967_296) * count) * 2;
        dx = x - layout[other];
        dy = y - layout[other + 1];
        float[0] = dx * dx + dy * dy;
        if (float[0] === 0 || other === head) continue;
        const at = Math.max(0, (bits[0] >>> TABLE_SHIFT) - TABLE_BASE);
        const force = push[at] + (push[at + 1] - push[at]) * ((bits[0] & MASK) * FRACTION);
        x += Math.max(-4, Math.min(4, force * dx)) * alpha;
        y += Math.max(-4, Math.min(4, force * dy)) * alpha;
      }
      nextNegative[edge] += Math.max(0, negatives) * everyNegative[edge];
      layout[head] = x;
      layout[head + 1] = y;
    }
    onProgress?.(epoch + 1);
  }
}
