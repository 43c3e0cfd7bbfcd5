import { InvalidInput } from '../../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const PLAIN = 0;
const TRANSPOSED = 1;
/** More than any document has. Empty strings take no bytes, so only their number says that it is damaged. */
const MAX_STRINGS = 1 << 22;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Writes strings one after the other. When all have the same byte length (generated ids do), they are written
 * character by character across all strings: their common time prefix becomes runs, which zstd removes.
 */
export function writeStrings(out: ByteWriter, strings: string[]): void {
  // One conversion for all where that is safe: a call for each of many short strings costs more than its bytes do.
  const joined = strings.join('');
  let bytes = encoder.encode(joined);
  let lengths = strings.map((text) => text.length);
  if (bytes.length !== joined.length) {
    const encoded = strings.map((text) => encoder.encode(text));
    lengths = encoded.map((each) => each.length);
    bytes = Uint8Array.from(Buffer.concat(encoded));
  }
  const length = lengths[0] ?? 0;
  const isUniform = strings.length > 2 && length > 0 && lengths.every((each) => each === length);
  out.unsigned(strings.length);
  out.byte(isUniform ? TRANSPOSED : PLAIN);
  if (isUniform) {
    out.unsigned(length);
    const columns = new Uint8Array(bytes.length);
    for (let row = 0, at = 0; row < strings.length; row++) {
      for (let i = 0; i < length; i++) columns[i * strings.length + row] = bytes[at++];
    }
    out.bytes(columns);
    return;
  }
  for (const each of lengths) out.unsigned(each);
  out.bytes(bytes);
}

export function readStrings(input: ByteReader): string[] {
  const count = input.unsigned();
  if (count > MAX_STRINGS)
    throw new InvalidInput('The label document says to hold millions of texts: it is damaged.');
  const layout = input.byte();
  if (layout === TRANSPOSED) {
    const length = input.unsigned();
    const columns = input.bytes(count * length);
    const rows = new Uint8Array(columns.length);
    for (let i = 0, at = 0; i < length; i++) {
      for (let row = 0; row < count; row++) rows[row * length + i] = columns[at++];
    }
    return cut(rows, (row) => (row < count ? length : undefined));
  }
  if (layout !== PLAIN) throw new InvalidInput(`The label document has an unknown string layout ${layout}.`);
  // A count beyond what is left would only reserve memory for a damaged document.
  if (count > input.remaining) throw new InvalidInput('The label document ends too early: it is damaged.');
  const lengths = Array.from({ length: count }, () => input.unsigned());
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return cut(input.bytes(total), (row) => lengths[row]);
}

/** Cuts bytes into strings; as one conversion where every byte is a character of its own. */
function cut(bytes: Uint8Array, lengthOf: (row: number) => number | undefined): string[] {
  const joined = decode(bytes);
  const isAscii = joined.length === bytes.length;
  const strings: string[] = [];
  let at = 0;
  for (let length = lengthOf(0); length !== undefined; length = lengthOf(strings.length)) {
    const end = at + length;
    strings.push(isAscii ? joined.slice(at, end) : decode(bytes.subarray(at, end)));
    at = end;
  }
  return strings;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new InvalidInput('The label document holds a broken text: it is damaged.', {}, error);
  }
}

/** Gives each distinct string a number, in order of first appearance. */
export class StringTable {
  readonly strings: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.strings.length;
      this.strings.push(text);
      this.#numbers.set(text, number);
    }
    return number;
  }
}

export function stringAt(strings: string[], index: number): string {
  if (index >= strings.length)
    throw new InvalidInput('The label document refers to a missing string: it is damaged.');
  return strings[index];
}
