import type { Point } from './point.ts';
import type { PolygonPart, Ring } from './polygon.ts';
import { signedArea } from './signed-area.ts';

/**
 * The outlines of a mask along its pixel edges, holes included: filling the result gives the mask back exactly.
 * Pixels that touch only at a corner belong to different parts (4-connectivity).
 *
 * Works on the runs, not the pixels: one sweep over the columns keeps the ends of the outlines that are still open,
 * and every place where a run starts or ends beside a different one becomes a vertex. Straight edges have no
 * vertices inside. Cost is linear in the number of runs.
 *
 * @param counts column-major run lengths that start with zeros (COCO's uncompressed counts)
 * @param height rows of the mask
 * @param width columns of the mask
 * @returns parts `[outer, ...holes]`; outer rings run clockwise on screen, holes the other way; corners are integers
 */
export function traceMask(counts: ArrayLike<number>, height: number, width: number): PolygonPart[] {
  const sweep = new OutlineSweep(height, width);
  const columns = columnsOf(counts, height, width);
  let left: Column = EMPTY;
  for (let x = 0; x <= width; x++) {
    const right = columns(x);
    sweep.step(x, left, right);
    left = right;
  }
  return sweep.finish();
}

/** Intervals of one column `[y0, y1, y2, y3, …]` and the label of the component each belongs to. */
interface Column {
  ends: number[];
  labels: number[];
}
const EMPTY: Column = { ends: [], labels: [] };

/** Walks the runs once and hands out the intervals column by column; call it with x = 0, 1, 2 … */
function columnsOf(counts: ArrayLike<number>, height: number, width: number): (x: number) => Column {
  let run = 0;
  let start = 0;
  let end = counts.length > 0 ? counts[0] : 0;
  return (x) => {
    if (x >= width) return EMPTY;
    const from = x * height;
    const to = from + height;
    const ends: number[] = [];
    while (run < counts.length && start < to) {
      if ((run & 1) === 1 && end > from) {
        const y0 = Math.max(start, from) - from;
        const y1 = Math.min(end, to) - from;
        // A run of ones may be written in pieces with empty runs of zeros between them.
        if (y1 > y0 && ends.length > 0 && ends[ends.length - 1] === y0) ends[ends.length - 1] = y1;
        else if (y1 > y0) ends.push(y0, y1);
      }
      if (end > to) break;
      run++;
      start = end;
      end += run < counts.length ? counts[run] : 0;
    }
    return ends.length === 0 ? EMPTY : { ends, labels: [] };
  };
}

class OutlineSweep {
  readonly #width: number;
  /** Nodes are corners; each has two neighbours along its outline. */
  readonly #xs: number[] = [];
  readonly #ys: number[] = [];
  readonly #links: number[] = [];
  /** Union-find over components. */
  readonly #parents: number[] = [];
  /** By y: the node at the left end of the horizontal edge that reaches the current x, or -1. */
  readonly #open: Int32Array;
  /** Nodes that start a ring (its leftmost, topmost corner), with the component it bounds and which kind it is. */
  readonly #starts: { node: number; label: number; isHole: boolean }[] = [];

  constructor(height: number, width: number) {
    this.#width = width;
    this.#open = new Int32Array(height + 1).fill(-1);
  }

  /** Adds the corners on the grid line `x`, between the column to its left and the column to its right. */
  step(x: number, left: Column, right: Column): void {
    if (x < this.#width) this.#label(left, right);
    let i = 0;
    let j = 0;
    let isLeft = false;
    let isRight = false;
    let above = -1;
    while (i < left.ends.length || j < right.ends.length) {
      const yLeft = i < left.ends.length ? left.ends[i] : Infinity;
      const yRight = j < right.ends.length ? right.ends[j] : Infinity;
      const y = Math.min(yLeft, yRight);
      const wasLeft = isLeft;
      const wasRight = isRight;
      if (yLeft === y) {
        isLeft = !isLeft;
        i++;
      }
      if (yRight === y) {
        isRight = !isRight;
        j++;
      }
      const hasLeftEdge = yLeft === y;
      const hasRightEdge = yRight === y;
      const hasUpEdge = wasLeft !== wasRight;
      const hasDownEdge = isLeft !== isRight;
      if (hasLeftEdge && hasRightEdge && !hasUpEdge) continue;

      if (hasLeftEdge && hasRightEdge && hasUpEdge) {
        // Two pixels touch at this corner: each outline turns around its own pixel.
        const first = this.#node(x, y);
        const second = this.#node(x, y);
        if (wasLeft) {
          this.#link(first, above);
          this.#link(first, this.#open[y]);
          this.#openAt(y, second);
        } else {
          this.#link(first, above);
          this.#link(second, this.#open[y]);
          this.#openAt(y, first);
        }
        above = second;
        if (wasLeft) this.#start(second, right, j, false);
        continue;
      }

      const node = this.#node(x, y);
      if (hasUpEdge) this.#link(node, above);
      if (hasLeftEdge) {
        this.#link(node, this.#open[y]);
        this.#open[y] = -1;
      }
      if (hasRightEdge) this.#openAt(y, node);
      above = hasDownEdge ? node : -1;
      if (hasRightEdge && hasDownEdge) {
        if (isRight) this.#start(node, right, j, false);
        else this.#start(node, left, i, true);
      }
    }
  }

  finish(): PolygonPart[] {
    const seen = new Uint8Array(this.#xs.length);
    const partOf = new Map<number, PolygonPart>();
    const parts: PolygonPart[] = [];
    // Starts come column by column from the left, so the outer ring of a component comes before its holes.
    for (const { node, label, isHole } of this.#starts) {
      if (seen[node] === 1) continue;
      const ring = this.#walk(node, seen);
      const isClockwise = signedArea(ring) > 0;
      if (isClockwise === isHole) {
        // Turned round, but still starting at its leftmost, topmost corner.
        ring.push(ring.shift()!);
        ring.reverse();
      }
      const root = this.#root(label);
      const part = partOf.get(root);
      if (isHole && part !== undefined) part.push(ring);
      else {
        const fresh: PolygonPart = [ring];
        partOf.set(root, fresh);
        parts.push(fresh);
      }
    }
    return parts;
  }

  #walk(from: number, seen: Uint8Array): Ring {
    const ring: Ring = [];
    let previous = -1;
    let node = from;
    while (seen[node] === 0) {
      seen[node] = 1;
      const point: Point = [this.#xs[node], this.#ys[node]];
      ring.push(point);
      const next = this.#links[2 * node] === previous ? this.#links[2 * node + 1] : this.#links[2 * node];
      previous = node;
      node = next;
    }
    return ring;
  }

  #node(x: number, y: number): number {
    this.#xs.push(x);
    this.#ys.push(y);
    this.#links.push(-1, -1);
    return this.#xs.length - 1;
  }

  #link(a: number, b: number): void {
    this.#links[this.#links[2 * a] === -1 ? 2 * a : 2 * a + 1] = b;
    this.#links[this.#links[2 * b] === -1 ? 2 * b : 2 * b + 1] = a;
  }

  #openAt(y: number, node: number): void {
    this.#open[y] = node;
  }

  /** `end` is the index just past the interval's start, so the interval is `end >> 1` or the one around it. */
  #start(node: number, column: Column, end: number, isHole: boolean): void {
    this.#starts.push({ node, label: column.labels[(end - 1) >> 1], isHole });
  }

  #label(left: Column, right: Column): void {
    let i = 0;
    for (let j = 0; j < right.ends.length; j += 2) {
      const y0 = right.ends[j];
      const y1 = right.ends[j + 1];
      while (i < left.ends.length && left.ends[i + 1] <= y0) i += 2;
      let label = -1;
      for (let k = i; k < left.ends.length && left.ends[k] < y1; k += 2) {
        const other = this.#root(left.labels[k >> 1]);
        if (label === -1) label = other;
        else if (other !== label) {
          // The older label wins: its outer ring started further left.
          const older = Math.min(label, other);
          this.#parents[Math.max(label, other)] = older;
          label = older;
        }
      }
      if (label === -1) {
        label = this.#parents.length;
        this.#parents.push(label);
      }
      right.labels.push(label);
    }
  }

  #root(label: number): number {
    let root = label;
    while (this.#parents[root] !== root) root = this.#parents[root];
    while (this.#parents[label] !== root) {
      const next = this.#parents[label];
      this.#parents[label] = root;
      label = next;
    }
    return root;
  }
}
