import { NumberPool } from './number-pool.ts';
import { NEEDS_MORE, NOT_SIMPLE } from './record-scanner.ts';

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, n) => 10 ** n);

/** Coordinates are kept as ten-thousandths of a pixel: exact for up to four digits behind the point. */
const SCALE = 10_000;
const MAX_INT32 = 2_147_483_647;

/**
 * COCO annotations as columns. The usual record (polygons, box and numeric ids, nothing else) is read from bytes
 * straight into numbers: `rows` holds [id, image id] and `facts` [category id × 2 + is crowd, first coordinate, first
 * ring, number of rings] for each; its coordinates are the four of its box, then those of its rings; `rings` is the start of each
 * ring, and a ring ends where the next begins or the next row does. Any other record, also one with more than four
 * digits behind the point, is kept as its JSON bytes in `raw` and read when its image is asked for.
 */
export class CocoColumns {
  readonly rows = new NumberPool((length) => new Float64Array(length));
  readonly facts = new NumberPool((length) => new Int32Array(length));
  readonly coordinates = new NumberPool((length) => new Int32Array(length));
  /** Start and end of each ring in `coordinates`. */
  readonly rings = new NumberPool((length) => new Int32Array(length));
  readonly raw = new Map<number, Uint8Array>();
  count = 0;
  private at = 0;
  /** Whether the last number read had more than four digits behind the point, or does not fit. */
  private isLong = false;
  private scaled = 0;

  static readonly ROW = 2;
  static readonly FACTS = 4;

  /** The coordinate at `index` in pixels. */
  coordinate(index: number): number {
    return this.coordinates.get(index) / SCALE;
  }

  /** Notes a record that is not simple. The image id is needed to find it again. */
  addRaw(imageId: number, bytes: Uint8Array): void {
    this.raw.set(this.count++, bytes);
    this.rows.push(NaN);
    this.rows.push(imageId);
    for (let i = 0; i < CocoColumns.FACTS; i++) this.facts.push(0);
  }

  /**
   * Reads one simple annotation at `start`; returns the position behind it, NEEDS_MORE when the bytes end inside it,
   * NOT_SIMPLE when it holds anything unusual.
   */
  readSimple(bytes: Uint8Array, start: number, end: number): number {
    const firstCoordinate = this.coordinates.length;
    const firstRing = this.rings.length;
    for (let i = 0; i < 4; i++) this.coordinates.push(0);
    this.isLong = false;
    let result = this.tryRead(bytes, start, end, firstCoordinate, firstRing);
    if (result >= 0 && this.isLong) {
      this.rows.truncate(--this.count * CocoColumns.ROW);
      this.facts.truncate(this.count * CocoColumns.FACTS);
      result = NOT_SIMPLE;
    }
    if (result < 0) {
      this.coordinates.truncate(firstCoordinate);
      this.rings.truncate(firstRing);
    }
    return result;
  }

  private tryRead(
    bytes: Uint8Array,
    start: number,
    end: number,
    firstCoordinate: number,
    firstRing: number,
  ): number {
    if (bytes[start] !== 0x7b) return NOT_SIMPLE;
    let id = NaN;
    let image = NaN;
    let category = NaN;
    let crowd = 0;
    let hasBox = false;
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
        hasBox = true;
        for (let i = 0; i < 4; i++) {
          const value = this.readNumber(bytes, end);
          if (value !== value) hasBox = false;
          this.coordinates.set(firstCoordinate + i, this.scaled);
        }
        this.at = space(bytes, this.at, end);
        if (this.at >= end) return NEEDS_MORE;
        if (bytes[this.at] !== 0x5d || !hasBox) return NOT_SIMPLE;
        this.at++;
      } else {
        const wasLong = this.isLong;
        const value = this.readNumber(bytes, end);
        // Ids and areas are not kept as coordinates.
        this.isLong = wasLong;
        if (this.at >= end) return NEEDS_MORE;
        if (value !== value) return NOT_SIMPLE;
        if (length === 2 && first === 0x69) id = value;
        else if (length === 8 && first === 0x69) image = value;
        else if (length === 11 && first === 0x63) category = value;
        else if (length === 7 && first === 0x69) crowd = value;
        else if (length !== 4 || first !== 0x61) return NOT_SIMPLE;
      }
    }
    if (
      id !== id ||
      image !== image ||
      category !== category ||
      !hasBox ||
      !(category >= 0 && category < 1e9)
    )
      return NOT_SIMPLE;
    const rows = this.rows;
    rows.push(id);
    rows.push(image);
    const facts = this.facts;
    facts.push(category * 2 + (crowd === 1 ? 1 : 0));
    facts.push(firstCoordinate);
    facts.push(firstRing);
    facts.push((this.rings.length - firstRing) / 2);
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
      const ringStart = this.coordinates.length;
      for (;;) {
        this.at = space(bytes, this.at, end);
        if (this.at >= end) return NEEDS_MORE;
        if (bytes[this.at] === 0x5d) break;
        const value = this.readNumber(bytes, end);
        if (this.at >= end) return NEEDS_MORE;
        if (value !== value) return NOT_SIMPLE;
        this.coordinates.push(this.scaled);
        numbers++;
      }
      // Rings that cannot be taken as they are go the careful way, which reports them.
      if (numbers < 6 || (numbers & 1) === 1) return NOT_SIMPLE;
      this.rings.push(ringStart);
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
      const whole = scale <= 4 ? mantissa * POWERS[4 - scale] : MAX_INT32 + 1;
      if (whole > MAX_INT32) this.isLong = true;
      this.scaled = isNegative ? -whole : whole;
      const value = scale === 0 ? mantissa : mantissa / POWERS[scale];
      return isNegative ? -value : value;
    }
    this.isLong = true;
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
