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
  const columns = cutIntoColumns(counts, height, width);
  const sweep = new OutlineSweep(columns, height, width);
  for (let x = 0; x <= width; x++) sweep.step(x);
  return sweep.finish();
}

/**
 * Intervals `[y0, y1)` of all columns: those of column x are `ends[2i], ends[2i + 1]` for i from `starts[x]` to
 * `starts[x + 1]`. Two empty columns at the end stand for what lies beyond the mask, on either side.
 */
interface Columns {
  starts: Int32Array;
  ends: Int32Array;
}

function cutIntoColumns(counts: ArrayLike<number>, height: number, width: number): Columns {
  const starts = new Int32Array(width + 3);
  // A run of ones is cut at most once per column border it crosses.
  const ends = new Int32Array(counts.length + 2 * width + 2);
  let n = 0;
  let x = 0;
  let at = 0;
  for (let run = 0; run < counts.length; run++) {
    const end = at + counts[run];
    if ((run & 1) === 1) {
      while (at < end) {
        while (at >= (x + 1) * height) starts[++x] = n >> 1;
        const y0 = at - x * height;
        const y1 = Math.min(end - x * height, height);
        // A run of ones may be written in pieces with empty runs of zeros between them.
        if (y0 > 0 && n > 2 * starts[x] && ends[n - 1] === y0) ends[n - 1] = y1;
        else {
          ends[n++] = y0;
          ends[n++] = y1;
        }
        at += y1 - y0;
      }
    }
    at = end;
  }
  while (x < width + 2) starts[++x] = n >> 1;
  return { starts, ends };
}

class OutlineSweep {
  readonly #columns: Columns;
  readonly #width: number;
  /** Nodes are corners: `[x, y, link, link]`; each has two neighbours along its outline, -1 until known. */
  #nodes = new Int32Array(1024);
  #nodeCount = 0;
  /** The component of each interval, and union-find over components. */
  readonly #labels: Int32Array;
  readonly #parents: number[] = [];
  /** By y: the node at the left end of the horizontal edge that reaches the current x. */
  readonly #open: Int32Array;
  /** Nodes that start a ring (its leftmost, topmost corner), with the component it bounds and which kind it is. */
  readonly #starts: { node: number; label: number; isHole: boolean }[] = [];

  constructor(columns: Columns, height: number, width: number) {
    this.#columns = columns;
    this.#width = width;
    this.#labels = new Int32Array(columns.ends.length >> 1);
    this.#open = new Int32Array(height + 1);
  }

  /** Adds the corners on the grid line `x`, between the column to its left and the column to its right. */
  step(x: number): void {
    const { starts, ends } = this.#columns;
    const beyond = this.#width + 1;
    const left = x === 0 ? beyond : x - 1;
    const right = x === this.#width ? beyond : x;
    let i = 2 * starts[left];
    const lastI = 2 * starts[left + 1];
    let j = 2 * starts[right];
    const lastJ = 2 * starts[right + 1];
    if (j < lastJ) this.#label(i, lastI, j, lastJ);

    let isLeft = false;
    let isRight = false;
    let above = -1;
    while (i < lastI || j < lastJ) {
      const yLeft = i < lastI ? ends[i] : Infinity;
      const yRight = j < lastJ ? ends[j] : Infinity;
      const y = yLeft < yRight ? yLeft : yRight;
      const wasLeft = isLeft;
      const wasRight = isRight;
      const hasLeftEdge = yLeft === y;
      const hasRightEdge = yRight === y;
      if (hasLeftEdge) {
        isLeft = !isLeft;
        i++;
      }
      if (hasRightEdge) {
        isRight = !isRight;
        j++;
      }
      if (hasLeftEdge && hasRightEdge) {
        if (wasLeft === wasRight) continue;
        // Two pixels touch at this corner: each outline turns around its own pixel.
        const first = this.#node(x, y);
        const second = this.#node(x, y);
        this.#link(first, above);
        this.#link(wasLeft ? first : second, this.#open[y]);
        this.#open[y] = wasLeft ? second : first;
        if (wasLeft) this.#starts.push({ node: second, label: this.#labels[(j - 1) >> 1], isHole: false });
        above = second;
        continue;
      }

      const node = this.#node(x, y);
      if (wasLeft !== wasRight) this.#link(node, above);
      if (hasLeftEdge) this.#link(node, this.#open[y]);
      else this.#open[y] = node;
      const hasDownEdge = isLeft !== isRight;
      above = node;
      if (hasRightEdge && hasDownEdge) {
        // The interval that just began on the right is part of the object, or the one on the left is and this is a hole.
        const label = this.#labels[((isRight ? j : i) - 1) >> 1];
        this.#starts.push({ node, label, isHole: !isRight });
      }
    }
  }

  finish(): PolygonPart[] {
    const seen = new Uint8Array(this.#nodeCount);
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
    const nodes = this.#nodes;
    const ring: Ring = [];
    let previous = -1;
    let node = from;
    while (seen[node] === 0) {
      seen[node] = 1;
      const point: Point = [nodes[4 * node], nodes[4 * node + 1]];
      ring.push(point);
      const next = nodes[4 * node + 2] === previous ? nodes[4 * node + 3] : nodes[4 * node + 2];
      previous = node;
      node = next;
    }
    return ring;
  }

  #node(x: number, y: number): number {
    const at = 4 * this.#nodeCount;
    if (at === this.#nodes.length) {
      const grown = new Int32Array(2 * at);
      grown.set(this.#nodes);
      this.#nodes = grown;
    }
    this.#nodes[at] = x;
    this.#nodes[at + 1] = y;
    this.#nodes[at + 2] = -1;
    this.#nodes[at + 3] = -1;
    return this.#nodeCount++;
  }

  #link(a: number, b: number): void {
    const nodes = this.#nodes;
    nodes[4 * a + (nodes[4 * a + 2] === -1 ? 2 : 3)] = b;
    nodes[4 * b + (nodes[4 * b + 2] === -1 ? 2 : 3)] = a;
  }

  /** Intervals of the right column (j) take the label of those on the left (i) that they touch. */
  #label(i: number, lastI: number, j: number, lastJ: number): void {
    const { ends } = this.#columns;
    for (; j < lastJ; j += 2) {
      while (i < lastI && ends[i + 1] <= ends[j]) i += 2;
      let label = -1;
      for (let k = i; k < lastI && ends[k] < ends[j + 1]; k += 2) {
        const other = this.#root(this.#labels[k >> 1]);
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
      this.#labels[j >> 1] = label;
    }
  }

  #root(label: number): number {
    const parents = this.#parents;
    let root = label;
    while (parents[root] !== root) root = parents[root];
    while (parents[label] !== root) {
      const next = parents[label];
      parents[label] = root;
      label = next;
    }
    return root;
  }
}
