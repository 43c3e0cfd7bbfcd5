import type { Rle } from '../../../shared/geometry/rle.ts';
import { encodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import { maskRuns } from './mask-runs.ts';

interface PixelBounds {
  x0: number;
  y0: number;
  /** Exclusive. */
  x1: number;
  y1: number;
}

/** A pixel belongs to the mask from this coverage on. */
export const MASK_THRESHOLD = 128;

/**
 * A mask while it is painted: one byte of coverage (0–255) per image pixel, row by row. A soft brush adds coverage
 * stroke by stroke; pixels with at least half of it belong to the mask.
 */
export class MaskBuffer {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  #used: PixelBounds | undefined;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height);
  }

  static fromMask(mask: Rle): MaskBuffer {
    const { width, height, ends } = maskRuns(mask);
    const buffer = new MaskBuffer(width, height);
    for (let i = 1; i < ends.length; i += 2) {
      for (let at = ends[i - 1]; at < ends[i]; at++) {
        const x = Math.floor(at / height);
        const y = at - x * height;
        buffer.data[y * width + x] = 255;
        buffer.#use(x, y, x + 1, y + 1);
      }
    }
    return buffer;
  }

  /** The smallest rectangle that holds everything ever painted. */
  get used(): PixelBounds | undefined {
    return this.#used;
  }

  /**
   * One dab of the brush at image position (`x`, `y`). `hardness` 1 sets everything within `radius`; below, coverage
   * falls from the centre's full amount to 0 at the rim. Returns the rectangle that changed.
   */
  stamp(x: number, y: number, radius: number, hardness: number, isErasing: boolean): PixelBounds | undefined {
    const x0 = Math.max(0, Math.floor(x - radius));
    const y0 = Math.max(0, Math.floor(y - radius));
    const x1 = Math.min(this.width, Math.ceil(x + radius) + 1);
    const y1 = Math.min(this.height, Math.ceil(y + radius) + 1);
    if (x0 >= x1 || y0 >= y1) return undefined;
    const soft = Math.max(1e-6, radius * (1 - hardness));
    for (let row = y0; row < y1; row++) {
      for (let column = x0; column < x1; column++) {
        // Pixel centres lie at .5.
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        if (distance > radius) continue;
        const amount = hardness >= 1 ? 255 : 255 * Math.min(1, (radius - distance) / soft);
        const at = row * this.width + column;
        this.data[at] = isErasing
          ? Math.max(0, this.data[at] - amount)
          : Math.min(255, Math.max(this.data[at], amount));
      }
    }
    if (!isErasing) this.#use(x0, y0, x1, y1);
    return { x0, y0, x1, y1 };
  }

  /** Dabs along a straight stroke, close enough to leave no gaps. */
  stroke(
    from: readonly [number, number],
    to: readonly [number, number],
    radius: number,
    hardness: number,
    isErasing: boolean,
  ): void {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const steps = Math.max(1, Math.ceil(length / Math.max(0.5, radius / 4)));
    for (let i = 1; i <= steps; i++) {
      const t = i / steps;
      this.stamp(
        from[0] + (to[0] - from[0]) * t,
        from[1] + (to[1] - from[1]) * t,
        radius,
        hardness,
        isErasing,
      );
    }
  }

  /** Sets single pixels (row-major indices within the rectangle given). */
  fill(isSet: Uint8Array, bounds: PixelBounds): void {
    const { x0, y0, x1, y1 } = bounds;
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) {
        if (isSet[(y - y0) * (x1 - x0) + x - x0] !== 0) this.data[y * this.width + x] = 255;
      }
    }
    this.#use(x0, y0, x1, y1);
  }

  translated(dx: number, dy: number): MaskBuffer {
    const moved = new MaskBuffer(this.width, this.height);
    const used = this.#used;
    if (used === undefined) return moved;
    for (let y = used.y0; y < used.y1; y++) {
      const row = y + dy;
      if (row < 0 || row >= this.height) continue;
      for (let x = used.x0; x < used.x1; x++) {
        const column = x + dx;
        if (column < 0 || column >= this.width) continue;
        moved.data[row * this.width + column] = this.data[y * this.width + x];
      }
    }
    const x0 = Math.max(0, used.x0 + dx);
    const y0 = Math.max(0, used.y0 + dy);
    moved.#use(
      x0,
      y0,
      Math.max(x0, Math.min(this.width, used.x1 + dx)),
      Math.max(y0, Math.min(this.height, used.y1 + dy)),
    );
    return moved;
  }

  get isEmpty(): boolean {
    return !this.data.some((coverage) => coverage >= MASK_THRESHOLD);
  }

  /** Run counts, column by column, zeros first. */
  toCounts(): number[] {
    const counts: number[] = [];
    let run = 0;
    let isIn = false;
    const used = this.#used ?? { x0: 0, y0: 0, x1: 0, y1: 0 };
    run += used.x0 * this.height;
    for (let x = used.x0; x < used.x1; x++) {
      for (let y = 0; y < this.height; y++) {
        const isSet = this.data[y * this.width + x] >= MASK_THRESHOLD;
        if (isSet !== isIn) {
          counts.push(run);
          run = 0;
          isIn = isSet;
        }
        run++;
      }
    }
    const rest = (this.width - used.x1) * this.height;
    if (isIn && rest > 0) {
      counts.push(run);
      run = 0;
    }
    counts.push(run + rest);
    return counts;
  }

  toMask(): { type: 'mask' } & Rle {
    return { type: 'mask', size: [this.height, this.width], counts: encodeRleCounts(this.toCounts()) };
  }

  #use(x0: number, y0: number, x1: number, y1: number): void {
    const used = this.#used;
    this.#used =
      used === undefined
        ? { x0, y0, x1, y1 }
        : {
            x0: Math.min(used.x0, x0),
            y0: Math.min(used.y0, y0),
            x1: Math.max(used.x1, x1),
            y1: Math.max(used.y1, y1),
          };
  }
}
