/** The pixels of one id, column by column: run lengths, zeros first, without the zeros after `end`. */
export interface IdRuns {
  counts: number[];
  end: number;
}

/**
 * Column-major runs of every id but 0, in one pass over a `width` × `height` image. `idAt` gives the id of the pixel
 * with that number, counted row by row.
 */
export function runsById(
  width: number,
  height: number,
  idAt: (pixel: number) => number,
): Map<number, IdRuns> {
  const runs = new Map<number, IdRuns>();
  let current = -1;
  let start = 0;
  const close = (end: number): void => {
    if (current <= 0) return;
    let found = runs.get(current);
    if (!found) runs.set(current, (found = { counts: [], end: 0 }));
    found.counts.push(start - found.end, end - start);
    found.end = end;
  };
  let at = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++, at++) {
      const id = idAt(y * width + x);
      if (id === current) continue;
      close(at);
      current = id;
      start = at;
    }
  }
  close(at);
  return runs;
}
