import { InvalidInput } from '../../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/** Steps per pixel: coordinates are kept at 0.01 px. Shapes stay within ±1e6 px, so a delta fits into 32 bits. */
const STEPS = 100;

/**
 * Points as deltas to the point before, x and y apart, each folded to unsigned (0, −1, 1, −2 … → 0, 1, 2, 3 …) and
 * split: the low eight bits of a delta are close to noise and go to one stream, what is left is small and often
 * repeated and goes to another. zstd then spends its bits where they help; as plain varints the same points take a
 * seventh more.
 *
 * Values are gathered first and written in one tight loop per stream, which is several times faster than a call a byte.
 */
export class CoordinateWriter {
  #folded = [new Uint32Array(256), new Uint32Array(256)];
  readonly #counts = [0, 0];
  #lastX = 0;
  #lastY = 0;

  point(x: number, y: number): void {
    const stepsX = Math.round(x * STEPS);
    const stepsY = Math.round(y * STEPS);
    this.#push(0, stepsX - this.#lastX);
    this.#push(1, stepsY - this.#lastY);
    this.#lastX = stepsX;
    this.#lastY = stepsY;
  }

  /** A length in px; stands for itself, not as a delta. */
  length(value: number): void {
    this.#push(0, Math.round(value * STEPS));
  }

  finish(out: ByteWriter): void {
    const values = this.#folded.map((axis, i) => axis.subarray(0, this.#counts[i]));
    for (const axis of values) writeHighs(out, axis);
    for (const axis of values) {
      const lows = new Uint8Array(axis.length);
      for (let i = 0; i < axis.length; i++) lows[i] = axis[i];
      out.unsigned(lows.length);
      out.bytes(lows);
    }
  }

  #push(axis: 0 | 1, delta: number): void {
    const at = this.#counts[axis]++;
    if (at === this.#folded[axis].length) {
      const grown = new Uint32Array(2 * at);
      grown.set(this.#folded[axis]);
      this.#folded[axis] = grown;
    }
    this.#folded[axis][at] = delta < 0 ? -2 * delta - 1 : 2 * delta;
  }
}

function writeHighs(out: ByteWriter, folded: Uint32Array): void {
  const bytes = new Uint8Array(4 * folded.length);
  let n = 0;
  for (let i = 0; i < folded.length; i++) {
    let high = folded[i] >>> 8;
    while (high > 0x7f) {
      bytes[n++] = (high & 0x7f) | 0x80;
      high >>>= 7;
    }
    bytes[n++] = high;
  }
  out.unsigned(n);
  out.bytes(bytes.subarray(0, n));
}

export class CoordinateReader {
  readonly #xs: Int32Array;
  readonly #ys: Int32Array;
  #nextX = 0;
  #nextY = 0;
  #x = 0;
  #y = 0;

  constructor(input: ByteReader) {
    const [highX, highY, lowX, lowY] = Array.from({ length: 4 }, () => input.bytes(input.unsigned()));
    this.#xs = unfold(highX, lowX);
    this.#ys = unfold(highY, lowY);
  }

  point(): [x: number, y: number] {
    if (this.#nextX >= this.#xs.length || this.#nextY >= this.#ys.length) throw endsEarly();
    this.#x += this.#xs[this.#nextX++];
    this.#y += this.#ys[this.#nextY++];
    return [this.#x / STEPS, this.#y / STEPS];
  }

  length(): number {
    if (this.#nextX >= this.#xs.length) throw endsEarly();
    return this.#xs[this.#nextX++] / STEPS;
  }
}

function unfold(highs: Uint8Array, lows: Uint8Array): Int32Array {
  const values = new Int32Array(lows.length);
  let at = 0;
  for (let i = 0; i < lows.length; i++) {
    let high = 0;
    let shift = 0;
    for (;;) {
      if (at >= highs.length) throw endsEarly();
      const byte = highs[at++];
      high |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    const folded = ((high << 8) | lows[i]) >>> 0;
    values[i] = (folded & 1) === 0 ? folded >>> 1 : -((folded >>> 1) + 1);
  }
  return values;
}

function endsEarly(): InvalidInput {
  return new InvalidInput('The label document ends too early: it is damaged.');
}
