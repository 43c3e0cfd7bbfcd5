/**
 * The minimum cut between a source and a sink of a graph whose edges go both ways: Dinic's algorithm (1970) with
 * levels from the source and a path that is walked again only from where it broke. Capacities are at least 0.
 *
 * @param source capacity from the source to each node @param sink from each node to the sink
 * @param edges `[from, to, from, to, …]` with `capacities[i]` in both directions
 * @returns 1 for every node on the source's side
 */
export function cutGraph(
  source: Float64Array,
  sink: Float64Array,
  edges: Int32Array,
  capacities: Float64Array,
): Uint8Array {
  const count = source.length;
  const [S, T] = [count, count + 1];
  const arcs = 2 * (capacities.length + 2 * count);
  const to = new Int32Array(arcs);
  const left = new Float64Array(arcs);
  const next = new Int32Array(arcs);
  const first = new Int32Array(count + 2).fill(-1);
  let used = 0;
  const addArc = (from: number, target: number, capacity: number): void => {
    to[used] = target;
    left[used] = capacity;
    next[used] = first[from];
    first[from] = used++;
  };
  // Arc 2k and its way back 2k + 1.
  for (let i = 0; i < capacities.length; i++) {
    addArc(edges[2 * i], edges[2 * i + 1], capacities[i]);
    addArc(edges[2 * i + 1], edges[2 * i], capacities[i]);
  }
  for (let node = 0; node < count; node++) {
    // What flows straight through a node cannot change the cut.
    const through = Math.min(source[node], sink[node]);
    addArc(S, node, source[node] - through);
    addArc(node, S, 0);
    addArc(node, T, sink[node] - through);
    addArc(T, node, 0);
  }

  const EPSILON = 1e-9;
  const level = new Int32Array(count + 2);
  const queue = new Int32Array(count + 2);
  const current = new Int32Array(count + 2);
  const path = new Int32Array(count + 2);

  function findLevels(): boolean {
    level.fill(-1);
    level[S] = 0;
    queue[0] = S;
    let end = 1;
    for (let at = 0; at < end; at++) {
      for (let arc = first[queue[at]]; arc >= 0; arc = next[arc]) {
        if (left[arc] <= EPSILON || level[to[arc]] >= 0) continue;
        level[to[arc]] = level[queue[at]] + 1;
        queue[end++] = to[arc];
      }
    }
    return level[T] >= 0;
  }

  function fillLevels(): void {
    current.set(first);
    let length = 0;
    let node = S;
    for (;;) {
      if (node === T) {
        let flow = Infinity;
        for (let i = 0; i < length; i++) flow = Math.min(flow, left[path[i]]);
        let broken = 0;
        for (let i = length - 1; i >= 0; i--) {
          left[path[i]] -= flow;
          left[path[i] ^ 1] += flow;
          if (left[path[i]] <= EPSILON) broken = i;
        }
        length = broken;
        node = to[path[broken] ^ 1];
        continue;
      }
      let arc = current[node];
      while (arc >= 0 && (left[arc] <= EPSILON || level[to[arc]] !== level[node] + 1)) arc = next[arc];
      current[node] = arc;
      if (arc >= 0) {
        path[length++] = arc;
        node = to[arc];
      } else if (length === 0) {
        return;
      } else {
        // A dead end: nobody comes here again at this level.
        level[node] = -1;
        length--;
        node = to[path[length] ^ 1];
      }
    }
  }

  while (findLevels()) fillLevels();
  return Uint8Array.from({ length: count }, (_, node) => (level[node] >= 0 ? 1 : 0));
}
