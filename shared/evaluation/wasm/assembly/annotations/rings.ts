import { MAX_COORDINATE } from '../../../../geometry/max-coordinate';
import { number, skipSpace, value } from './json-number';
import { pointLimit, points, pointsUsed, ringCounts, ringEnds, ringLimit, ringStarts, ringsUsed } from './columns';

/** `[[x, y, ...], ...]` of at least one ring into the pool of points; the reader in TypeScript refuses those too far out. */
export function readRings(p: usize, row: usize): usize {
  let ring = ringsUsed;
  let n = pointsUsed;
  store<i32>(ringStarts + (row << 2), ring);
  p = skipSpace(p + 1);
  for (;;) {
    if (load<u8>(p) != 91 || ring >= ringLimit) return 0;
    const start = n;
    do {
      p = number(skipSpace(p + 1));
      if (p == 0 || n >= pointLimit || Math.abs(value) > MAX_COORDINATE) return 0;
      store<f64>(points + (<usize>n << 3), value);
      n++;
      p = skipSpace(p);
    } while (load<u8>(p) == 44);
    if (load<u8>(p) != 93 || n - start < 4 || ((n - start) & 1) == 1) return 0;
    store<i32>(ringEnds + (<usize>ring << 2), n);
    ring++;
    p = skipSpace(p + 1);
    const byte = load<u8>(p);
    if (byte == 93) break;
    if (byte != 44) return 0;
    p = skipSpace(p + 1);
  }
  store<i32>(ringCounts + (row << 2), ring - ringsUsed);
  return p + 1;
}
