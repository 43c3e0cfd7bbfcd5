import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** Steps per pixel: coordinates are kept at 0.01 px. */
const STEPS = 100;

/**
 * Points as deltas to the point before, x and y apart, each folded to unsigned and split: the low eight bits of a
 * delta are close to noise and go to one stream, what is left is small and often repeated and goes to another. zstd
 * then spends its bits where they help; as plain varints the same points take a third more.
 */
export class CoordinateWriter {
  readonly #lows = [new ByteWriter(), new ByteWriter()];
  readonly #highs = [new ByteWriter(), new ByteWriter()];
  readonly #last = [0, 0];

  point(x: number, y: number): void {
    this.#value(0, x);
    this.#value(1, y);
  }

  /** A length in px; stands for itself, not as a delta. */
  length(value: number): void {
    this.#fold(0, Math.round(value * STEPS));
  }

  finish(out: ByteWriter): void {
    for (const stream of [...this.#highs, ...this.#lows]) {
      const bytes = stream.finish();
      out.unsigned(bytes.length);
      out.bytes(bytes);
    }
  }

  #value(axis: 0 | 1, value: number): void {
    const steps = Math.round(value * STEPS);
    this.#fold(axis, steps - this.#last[axis]);
    this.#last[axis] = steps;
  }

  #fold(axis: 0 | 1, delta: number): void {
    const folded = delta < 0 ? -2 * delta - 1 : 2 * delta;
    this.#lows[axis].byte(folded & 0xff);
    this.#highs[axis].unsigned(Math.floor(folded / 0x100));
  }
}

export class CoordinateReader {
  readonly #lows: ByteReader[];
  readonly #highs: ByteReader[];
  readonly #last = [0, 0];

  constructor(input: ByteReader) {
    const streams = Array.from({ length: 4 }, () => new ByteReader(input.bytes(input.unsigned())));
    this.#highs = streams.slice(0, 2);
    this.#lows = streams.slice(2);
  }

  point(): [x: number, y: number] {
    return [this.#value(0), this.#value(1)];
  }

  length(): number {
    return this.#unfold(0) / STEPS;
  }

  #value(axis: 0 | 1): number {
    this.#last[axis] += this.#unfold(axis);
    return this.#last[axis] / STEPS;
  }

  #unfold(axis: 0 | 1): number {
    const folded = this.#highs[axis].unsigned() * 0x100 + this.#lows[axis].byte();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }
}
