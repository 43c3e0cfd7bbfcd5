import { MAX_COORDINATE } from '../geometry/max-coordinate.ts';
import { rasterizePolygon } from '../geometry/rasterize-polygon.ts';
import { decodeRleBytes } from '../geometry/rle-codec.ts';
import { mergeRles } from '../geometry/rle-operations.ts';
import type { JsonReader } from './json-reader.ts';
import { keyTable } from './key-table.ts';

const KEYS = keyTable(['counts', 'size']);
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;

/** A segmentation as a file holds it: rings still to be filled, or run counts with a size. */
export type Segmentation =
  | { kind: 'rings'; rings: Float64Array[] }
  | { kind: 'counts'; counts: Uint32Array; height: number; width: number };

/** Reads numbers into one pool and cuts out what an annotation needs, without a growing list each. */
export class SegmentationReader {
  private numbers = new Float64Array(4096);
  private counts = new Uint32Array(4096);
  private text = new Uint8Array(4096);
  private textLength = 0;

  /** A list of rings, or `{size, counts}` with counts as a string or a list. The counts are valid until the next read. */
  read(reader: JsonReader): Segmentation {
    return reader.peek() === OPEN_BRACKET ? this.readRings(reader) : this.readCounts(reader);
  }

  private readRings(reader: JsonReader): Segmentation {
    const rings: Float64Array[] = [];
    reader.openArray();
    while (reader.hasNext()) {
      const offset = reader.offset;
      const n = this.readNumbers(reader);
      if (n < 4 || n % 2 === 1)
        reader.fail(`a polygon of ${n} numbers; it needs x and y for each point`, offset);
      const ring = this.numbers.slice(0, n);
      if (!ring.every(Number.isFinite)) reader.fail('a polygon holds NaN or Infinity', offset);
      if (ring.some((value) => Math.abs(value) > MAX_COORDINATE)) {
        reader.fail(`a polygon with a point more than ${MAX_COORDINATE} pixels away`, offset);
      }
      rings.push(ring);
    }
    return { kind: 'rings', rings };
  }

  private readCounts(reader: JsonReader): Segmentation {
    const offset = reader.offset;
    let n = -1;
    let height = -1;
    let width = -1;
    reader.openObject();
    for (let key = reader.nextKey(KEYS); key !== -1; key = reader.nextKey(KEYS)) {
      if (key === 1) {
        if (this.readNumbers(reader) !== 2) reader.fail('an RLE size that is not [height, width]', offset);
        [height, width] = this.numbers;
      } else if (key === 0) n = reader.peek() === QUOTE ? this.readText(reader) : this.readList(reader);
      else reader.skipValue();
    }
    if (n < 0 || !(height >= 0 && width >= 0)) reader.fail('an RLE without counts or size', offset);
    let total = 0;
    for (let i = 0; i < n; i++) total += this.counts[i];
    if (total !== height * width) {
      reader.fail(
        `an RLE of the wrong size: its counts add up to ${total} pixels, its size says ${height} × ${width} = ${height * width}`,
        offset,
      );
    }
    return { kind: 'counts', counts: this.counts.subarray(0, n), height, width };
  }

  private readText(reader: JsonReader): number {
    const length = reader.stringEnd();
    const offset = reader.offset;
    if (this.counts.length < length) this.counts = new Uint32Array(length * 2);
    let [bytes, start, end] = [reader.buffer, reader.at + 1, reader.at + length - 1];
    // The alphabet holds the backslash, which JSON escapes.
    const first = bytes.subarray(start, end).indexOf(BACKSLASH);
    if (first < 0) reader.at += length;
    else {
      bytes = this.unescape(reader, length);
      [start, end] = [0, this.textLength];
    }
    const n = decodeRleBytes(bytes, start, end, this.counts, 0);
    if (n < 0) reader.fail('an RLE string that cannot be decoded', offset);
    return n;
  }

  /** Takes a string with escapes and returns its bytes, valid up to `textLength`. */
  private unescape(reader: JsonReader, length: number): Uint8Array {
    if (this.text.length < length) this.text = new Uint8Array(length * 2);
    const { text } = this;
    const bytes = reader.buffer;
    const end = reader.at + length - 1;
    let n = 0;
    for (let i = reader.at + 1; i < end; i++) {
      if (bytes[i] === BACKSLASH && bytes[++i] !== BACKSLASH) {
        const decoded = new TextEncoder().encode(reader.readString());
        this.text = decoded;
        this.textLength = decoded.length;
        return decoded;
      }
      text[n++] = bytes[i];
    }
    reader.at += length;
    this.textLength = n;
    return text;
  }

  private readList(reader: JsonReader): number {
    const offset = reader.offset;
    const n = this.readNumbers(reader);
    if (this.counts.length < n) this.counts = new Uint32Array(n * 2);
    for (let i = 0; i < n; i++) {
      const count = this.numbers[i];
      if (!(count >= 0 && Number.isInteger(count)))
        reader.fail('an RLE count that is not a whole number', offset);
      this.counts[i] = count;
    }
    return n;
  }

  private readNumbers(reader: JsonReader): number {
    let n = 0;
    reader.openArray();
    while (reader.hasNext()) {
      if (n === this.numbers.length) {
        const larger = new Float64Array(n * 2);
        larger.set(this.numbers);
        this.numbers = larger;
      }
      this.numbers[n++] = reader.readNumber();
    }
    return n;
  }
}

/**
 * Run counts of rings over an image, united. Four numbers are a box when the first ring has four: pycocotools
 * reads them so.
 */
export function fillRings(rings: readonly Float64Array[], height: number, width: number): Uint32Array {
  const areBoxes = rings.length > 0 && rings[0].length === 4;
  const masks = rings.map((ring) => rasterizePolygon(areBoxes ? boxRing(ring) : ring, height, width));
  return masks.length === 1 ? masks[0] : mergeRles(masks);
}

/** The corners in the order of `rleFrBbox`. */
function boxRing([x, y, width, height]: ArrayLike<number> & Iterable<number>): number[] {
  return [x, y, x, y + height, x + width, y + height, x + width, y];
}
