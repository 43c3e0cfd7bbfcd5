import type { ByteSource, ReadBytes } from './byte-source.ts';
import { ReadFailure } from './file-problem.ts';
import { END_OF_OBJECT, keyHash, OTHER_KEY, type KeyTable } from './key-table.ts';
import { parseDecimal } from './parse-decimal.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Pulls tokens out of JSON bytes without building objects: constant memory for files of any size.
 *
 * The byte behind the last one read is always 0, which no token contains, so the hot loops need no check for the
 * end of the buffer. A token that the buffer cuts is kept (`mark`), the buffer is refilled and the token is read
 * again. `NaN`, `Infinity` and `-Infinity` are read as Python writes them; values that nobody asked for are
 * skipped with a check of their brackets and strings only.
 */
export class JsonReader {
  buffer: Uint8Array;
  at = 0;
  private end = 0;
  private mark = -1;
  private consumed = 0;
  private isThrough = false;
  private needsComma = false;
  private readonly read: ReadBytes;

  /** @param buffer where the bytes of a chunk go first; a token that does not fit moves to a larger one */
  constructor(source: ByteSource, buffer: number | Uint8Array = 1 << 18) {
    this.read = source.open();
    this.buffer = typeof buffer === 'number' ? new Uint8Array(Math.max(16, buffer)) : buffer;
    this.refill();
    if (this.buffer[0] === 0xef && this.buffer[1] === 0xbb && this.buffer[2] === 0xbf) this.at = 3;
  }

  /** Position of the next byte in the whole file. */
  get offset(): number {
    return this.consumed + this.at;
  }

  /** Goes on behind a value of a list that somebody else has read from `buffer`. */
  jumpTo(at: number): void {
    this.at = at;
    this.needsComma = true;
  }

  fail(reason: string, offset = this.offset): never {
    throw new ReadFailure(reason, offset);
  }

  /** The next byte that is not white space, without taking it; 0 at the end. */
  peek(): number {
    let byte = this.buffer[this.at];
    while (byte <= 32) {
      if (byte === 32 || byte === 10 || byte === 13 || byte === 9) this.at++;
      else if (byte !== 0 || this.at < this.end) this.fail('malformed JSON: a control character');
      else if (!this.refill()) return 0;
      byte = this.buffer[this.at];
    }
    return byte;
  }

  openObject(): void {
    if (this.peek() !== 123) this.unexpected('an object');
    this.at++;
    this.needsComma = false;
  }

  openArray(): void {
    if (this.peek() !== 91) this.unexpected('a list');
    this.at++;
    this.needsComma = false;
  }

  /** True when another element follows; false takes the closing bracket. */
  hasNext(): boolean {
    if (this.closes(93)) return false;
    this.needsComma = true;
    return true;
  }

  /** The number of the next key in `table`, `OTHER_KEY`, or `END_OF_OBJECT` (the closing brace is taken). */
  nextKey(table: KeyTable): number {
    if (this.closes(125)) return END_OF_OBJECT;
    this.needsComma = true;
    const length = this.stringEnd();
    const start = this.at + 1;
    const end = this.at + length - 1;
    let key = OTHER_KEY;
    for (const candidate of table.slots[keyHash(this.buffer, start, end)]) {
      const name = table.names[candidate];
      if (name.length !== end - start) continue;
      let i = 0;
      while (i < name.length && name[i] === this.buffer[start + i]) i++;
      if (i === name.length) key = candidate;
    }
    this.at += length;
    if (this.peek() !== 58) this.unexpected('":"');
    this.at++;
    return key;
  }

  readNumber(): number {
    const first = this.peek();
    for (;;) {
      const bytes = this.buffer;
      let p = first === 45 ? this.at + 1 : this.at;
      let mantissa = 0;
      let decimals = 0;
      let digit = bytes[p] - 48;
      const digitsFrom = p;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++p] - 48;
      }
      if (digit === -2 && p > digitsFrom) {
        const point = p;
        digit = bytes[++p] - 48;
        while (digit >= 0 && digit <= 9) {
          mantissa = mantissa * 10 + digit;
          digit = bytes[++p] - 48;
        }
        decimals = p - point - 1;
        if (decimals === 0) mantissa = NaN;
      }
      if (bytes[p] === 0 && p >= this.end && this.keepAndRefill()) continue;
      // Up to 2^53 over up to 10^22 both numbers are exact, so one division rounds correctly.
      const isPlain = p > digitsFrom && (bytes[p] | 32) !== 101;
      if (isPlain && mantissa <= 9007199254740992 && decimals <= 22) {
        this.at = p;
        const value = decimals === 0 ? mantissa : mantissa / POWERS_OF_TEN[decimals];
        return first === 45 ? -value : value;
      }
      return this.readOddNumber();
    }
  }

  /** A string's text, escapes resolved. */
  readString(): string {
    const length = this.stringEnd();
    const bytes = this.buffer.subarray(this.at, this.at + length);
    const offset = this.offset;
    this.at += length;
    if (bytes.every((byte) => byte < 128 && byte !== BACKSLASH)) {
      let plain = '';
      for (let i = 1; i < bytes.length - 1; i++) plain += String.fromCharCode(bytes[i]);
      return plain;
    }
    const text = new TextDecoder().decode(bytes);
    if (!bytes.includes(BACKSLASH)) return text.slice(1, -1);
    try {
      return JSON.parse(text) as string;
    } catch {
      return this.fail('malformed JSON: a wrong escape in a string', offset);
    }
  }

  /**
   * Leaves the bytes of a string without escapes at `buffer[at + 1 … at + length - 1)` and returns `length`, its
   * quotes included; the caller moves `at` behind it.
   */
  stringEnd(): number {
    if (this.peek() !== QUOTE) this.unexpected('a string');
    for (;;) {
      const bytes = this.buffer;
      let p = this.at + 1;
      let byte = bytes[p];
      while (byte !== QUOTE && byte >= 32) {
        p += byte === BACKSLASH ? 2 : 1;
        byte = bytes[p];
      }
      if (byte === QUOTE && p < this.end) return p + 1 - this.at;
      if (p < this.end) this.fail('malformed JSON: a control character in a string');
      if (!this.keepAndRefill()) this.fail('malformed JSON: the file ends inside a string');
    }
  }

  /** Takes `true`, `false`, `null`, or a number; a truth value counts as 1 or 0, `null` as NaN. */
  readFlag(): number {
    const byte = this.peek();
    if (byte === 116) return this.word('true', 1);
    if (byte === 102) return this.word('false', 0);
    if (byte === 110) return this.word('null', NaN);
    return this.readNumber();
  }

  skipValue(): void {
    const byte = this.peek();
    if (byte === QUOTE) this.skipString();
    else if (byte === 123 || byte === 91) this.skipNested();
    else this.readFlag();
  }

  /** Nothing but white space may follow. */
  finish(): void {
    if (this.peek() !== 0) this.fail('malformed JSON: text behind the end of the document');
  }

  private skipString(): void {
    // The length first: looking for the end may refill the buffer, which moves `at`.
    const length = this.stringEnd();
    this.at += length;
  }

  private closes(bracket: number): boolean {
    let byte = this.peek();
    if (byte === bracket) {
      this.at++;
      this.needsComma = true;
      return true;
    }
    if (this.needsComma) {
      if (byte !== 44) this.unexpected(`"," or "${String.fromCharCode(bracket)}"`);
      this.at++;
      byte = this.peek();
      if (byte === bracket) this.fail('malformed JSON: a comma before a closing bracket');
    }
    return false;
  }

  private skipNested(): void {
    const offset = this.offset;
    const open: number[] = [];
    do {
      const byte = this.buffer[this.at];
      if (byte === QUOTE) this.skipString();
      else {
        if (byte === 0 && this.at >= this.end) {
          if (this.refill()) continue;
          this.fail('malformed JSON: the file ends inside this value', offset);
        }
        if (byte === 123 || byte === 91) open.push(byte + 2);
        else if ((byte === 125 || byte === 93) && open.pop() !== byte) this.unexpected('another bracket');
        this.at++;
      }
    } while (open.length > 0);
    this.needsComma = true;
  }

  private readOddNumber(): number {
    const byte = this.peek();
    if (byte === 78) return this.word('NaN', NaN);
    if (byte === 73) return this.word('Infinity', Infinity);
    let p = this.at;
    if (byte === 45 && this.buffer[p + 1] === 73) return this.word('-Infinity', -Infinity);
    while (isNumberByte(this.buffer[p])) p++;
    // The caller has seen the end of the digits; only an exponent may still be cut.
    if (p >= this.end && this.keepAndRefill()) return this.readOddNumber();
    const text = String.fromCharCode(...this.buffer.subarray(this.at, p));
    const value = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? parseDecimal(text) : NaN;
    if (Number.isNaN(value)) this.unexpected('a number');
    this.at = p;
    return value;
  }

  private word(text: string, value: number): number {
    while (this.end - this.at < text.length && this.keepAndRefill());
    for (let i = 0; i < text.length; i++) {
      if (this.buffer[this.at + i] !== text.charCodeAt(i)) this.unexpected('a value');
    }
    this.at += text.length;
    return value;
  }

  private unexpected(wanted: string): never {
    const byte = this.peek();
    const found = byte === 0 ? 'the file ends' : `"${String.fromCharCode(byte)}" stands`;
    return this.fail(`malformed JSON: ${found} where ${wanted} was expected`);
  }

  private keepAndRefill(): boolean {
    this.mark = this.at;
    const isMore = this.refill();
    this.mark = -1;
    return isMore;
  }

  private refill(): boolean {
    if (this.isThrough) return false;
    const from = this.mark >= 0 ? this.mark : this.at;
    const kept = this.end - from;
    if (kept > this.buffer.length >> 1) {
      const larger = new Uint8Array(this.buffer.length * 2);
      larger.set(this.buffer.subarray(from, this.end));
      this.buffer = larger;
    } else this.buffer.copyWithin(0, from, this.end);
    this.consumed += from;
    this.at -= from;
    this.end = kept;
    const length = this.read(this.buffer.subarray(kept, this.buffer.length - 1));
    this.end += length;
    this.buffer[this.end] = 0;
    this.isThrough = length === 0;
    return length > 0;
  }
}

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

function isNumberByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 45 || byte === 43 || byte === 46 || (byte | 32) === 101;
}
