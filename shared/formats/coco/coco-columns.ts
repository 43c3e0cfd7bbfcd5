import { NumberPool } from './number-pool.ts';
import { NEEDS_MORE, NOT_SIMPLE } from './record-scanner.ts';

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, n) => 10 ** n);

/**
 * COCO annotations as columns. The usual record (polygons, box and numeric ids, nothing else) is read from bytes
 * straight into numbers: `rows` holds [id, image id, category id, is crowd, x, y, width, height, first ring,
 * number of rings] for each, `rings` the start of each ring in `coordinates`. Any other record is kept as its JSON
 * bytes in `raw` and read when its image is asked for.
 */
export class CocoColumns {
  readonly rows = new NumberPool();
  readonly coordinates = new NumberPool();
  /** Start of each ring in `coordinates`; a ring ends where the next begins. */
  readonly rings = new NumberPool();
  readonly raw = new Map<number, Uint8Array>();
  count = 0;
  private at = 0;

  static readonly STRIDE = 10;

  constructor() {
    this.rings.push(0);
  }

  /** Notes a record that is not simple. The image id is needed to find it again. */
  addRaw(imageId: number, bytes: Uint8Array): void {
    this.raw.set(this.count++, bytes);
    for (const value of [NaN, imageId, 0, 0, 0, 0, 0, 0, 0, 0]) this.rows.push(value);
  }

  /**
   * Reads one simple annotation at `start`; returns the position behind it, NEEDS_MORE when the bytes end inside it,
   * NOT_SIMPLE when it holds anything unusual.
   */
  readSimple(bytes: Uint8Array, start: number, end: number): number {
    const firstCoordinate = this.coordinates.length;
    const firstRing = this.rings.length;
    const result = this.tryRead(bytes, start, end, firstRing);
    if (result < 0) {
      this.coordinates.truncate(firstCoordinate);
      this.rings.truncate(firstRing);
    }
    return result;
  }

  private tryRead(bytes: Uint8Array, start: number, end: number, firstRing: number): number {
    if (bytes[start] !== 0x7b) return NOT_SIMPLE;
    let id = NaN;
    let image = NaN;
    let category = NaN;
    let crowd = 0;
    let x = NaN;
    let y = 0;
    let width = 0;
    let height = 0;
    this.at = start + 1;
    for (;;) {
      this.at = space(bytes, this.at, end);
      if (this.at >= end) return NEEDS_MORE;
      if (bytes[this.at] === 0x7d) break;
      if (bytes[this.at] === 0x2c) this.at = space(bytes, this.at + 1, end);
      if (this.at + 16 >= end) return NEEDS_MORE;
      if (bytes[this.at] !== 0x22) return NOT_SIMPLE;
      const name = ++this.at;
      while (this.at < end && bytes[this.at] !== 0x22) this.at++;
      const length = this.at - name;
      this.at = space(bytes, this.at + 1, end);
      if (this.at >= end) return NEEDS_MORE;
      if (bytes[this.at] !== 0x3a) return NOT_SIMPLE;
      this.at = space(bytes, this.at + 1, end);
      if (this.at >= end) return NEEDS_MORE;
      // Names differ in length, but for "bbox" and "area".
      const first = bytes[name];
      if (length === 12 && first === 0x73) {
        const state = this.readRings(bytes, end);
        if (state < 0) return state;
      } else if (length === 4 && first === 0x62) {
        if (bytes[this.at] !== 0x5b) return NOT_SIMPLE;
        this.at++;
        x = this.readNumber(bytes, end);
        y = this.readNumber(bytes, end);
        width = this.readNumber(bytes, end);
        height = this.readNumber(bytes, end);
        this.at = space(bytes, this.at, end);
        if (this.at >= end) return NEEDS_MORE;
        if (bytes[this.at] !== 0x5d || !(x + y + width + height <= Infinity)) return NOT_SIMPLE;
        this.at++;
      } else {
        const value = this.readNumber(bytes, end);
        if (this.at >= end) return NEEDS_MORE;
        if (value !== value) return NOT_SIMPLE;
        if (length === 2 && first === 0x69) id = value;
        else if (length === 8 && first === 0x69) image = value;
        else if (length === 11 && first === 0x63) category = value;
        else if (length === 7 && first === 0x69) crowd = value;
        else if (length !== 4 || first !== 0x61) return NOT_SIMPLE;
      }
    }
    if (id !== id || image !== image || category !== category || x !== x) return NOT_SIMPLE;
    const rows = this.rows;
    rows.push(id);
    rows.push(image);
    rows.push(category);
    rows.push(crowd);
    rows.push(x);
    rows.push(y);
    rows.push(width);
    rows.push(height);
    rows.push(firstRing - 1);
    rows.push(this.rings.length - firstRing);
    this.count++;
    return this.at + 1;
  }

  /** `[[x, y, x, y, …], …]`; the position stays behind it. */
  private readRings(bytes: Uint8Array, end: number): number {
    if (bytes[this.at] !== 0x5b) return NOT_SIMPLE;
    this.at = space(bytes, this.at + 1, end);
    for (;;) {
      if (this.at >= end) return NEEDS_MORE;
      const byte = bytes[this.at];
      if (byte === 0x5d) {
        this.at++;
        return 0;
      }
      if (byte === 0x2c) {
        this.at = space(bytes, this.at + 1, end);
        continue;
      }
      if (byte !== 0x5b) return NOT_SIMPLE;
      this.at++;
      let numbers = 0;
      for (;;) {
        this.at = space(bytes, this.at, end);
        if (this.at >= end) return NEEDS_MORE;
        if (bytes[this.at] === 0x5d) break;
        const value = this.readNumber(bytes, end);
        if (this.at >= end) return NEEDS_MORE;
        if (value !== value) return NOT_SIMPLE;
        this.coordinates.push(value);
        numbers++;
      }
      // Rings that cannot be taken as they are go the careful way, which reports them.
      if (numbers < 6 || (numbers & 1) === 1) return NOT_SIMPLE;
      this.rings.push(this.coordinates.length);
      this.at = space(bytes, this.at + 1, end);
    }
  }

  /** The number at the position, a comma before it allowed; NaN when there is none. Leaves the position behind it. */
  private readNumber(bytes: Uint8Array, end: number): number {
    let i = this.at;
    while (i < end && (bytes[i] <= 0x20 || bytes[i] === 0x2c)) i++;
    const start = i;
    const isNegative = bytes[i] === 0x2d;
    if (isNegative) i++;
    const digits = i;
    let mantissa = 0;
    let byte = 0;
    while (i < end && (byte = bytes[i]) >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + (byte - 0x30);
      i++;
    }
    let scale = 0;
    if (i < end && bytes[i] === 0x2e) {
      const point = ++i;
      while (i < end && (byte = bytes[i]) >= 0x30 && byte <= 0x39) {
        mantissa = mantissa * 10 + (byte - 0x30);
        i++;
      }
      scale = i - point;
    }
    this.at = i;
    if (i === digits) return NaN;
    const isExponent = i < end && (bytes[i] === 0x65 || bytes[i] === 0x45);
    // Up to 2^53 and 10^22 one division rounds correctly; anything longer goes the slow way.
    if (!isExponent && mantissa <= Number.MAX_SAFE_INTEGER && scale <= 22) {
      const value = scale === 0 ? mantissa : mantissa / POWERS[scale];
      return isNegative ? -value : value;
    }
    while (i < end && /[-+.eE\d]/.test(String.fromCharCode(bytes[i]))) i++;
    this.at = i;
    return Number(String.fromCharCode(...bytes.subarray(start, i)));
  }
}

function space(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && bytes[i] <= 0x20) i++;
  return i;
}
