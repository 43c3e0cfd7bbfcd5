/**
 * The assignment of rows to columns with the highest total gain, each used at most once: the Hungarian method in its
 * O(n³) form with potentials (H. W. Kuhn 1955; J. Munkres 1957). `gain[row][column]` ≥ 0; 0 means "never".
 *
 * @returns per row the column, or −1
 */
export function assignOptimally(gain: readonly (readonly number[])[]): number[] {
  const rows = gain.length;
  const columns = gain[0]?.length ?? 0;
  const size = Math.max(rows, columns);
  const cost = (row: number, column: number): number => -(gain[row]?.[column] ?? 0);
  // One-based, with 0 as "none", as in the usual formulation.
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  const way = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row;
    let column = 0;
    const slack = new Float64Array(size + 1).fill(Infinity);
    const isUsed = new Uint8Array(size + 1);
    do {
      isUsed[column] = 1;
      const current = rowOf[column];
      let delta = Infinity;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (isUsed[j]) continue;
        const reduced = cost(current - 1, j - 1) - rowPotential[current] - columnPotential[j];
        if (reduced < slack[j]) {
          slack[j] = reduced;
          way[j] = column;
        }
        if (slack[j] < delta) {
          delta = slack[j];
          next = j;
        }
      }
      for (let j = 0; j <= size; j++) {
        if (isUsed[j]) {
          rowPotential[rowOf[j]] += delta;
          columnPotential[j] -= delta;
        } else slack[j] -= delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const previous = way[column];
      rowOf[column] = rowOf[previous];
      column = previous;
    }
  }
  const assigned = Array.from({ length: rows }, () => -1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column] - 1;
    if (row < rows && gain[row][column - 1] > 0) assigned[row] = column - 1;
  }
  return assigned;
}
