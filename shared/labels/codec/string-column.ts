import { InvalidInput } from '../../errors.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const PLAIN = 0;
const TRANSPOSED = 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Writes strings one after the other. When all have the same byte length (generated ids do), they are written
 * character by character across all strings: their common time prefix becomes runs, which zstd removes.
 */
export function writeStrings(out: ByteWriter, strings: string[]): void {
  const encoded = strings.map((text) => encoder.encode(text));
  const length = encoded.length > 0 ? encoded[0].length : 0;
  const isUniform = encoded.length > 2 && encoded.every((bytes) => bytes.length === length);
  out.unsigned(strings.length);
  out.byte(isUniform ? TRANSPOSED : PLAIN);
  if (isUniform) {
    out.unsigned(length);
    const columns = new Uint8Array(length * encoded.length);
    encoded.forEach((bytes, row) => {
      for (let i = 0; i < length; i++) columns[i * encoded.length + row] = bytes[i];
    });
    out.bytes(columns);
    return;
  }
  for (const bytes of encoded) out.unsigned(bytes.length);
  for (const bytes of encoded) out.bytes(bytes);
}

export function readStrings(input: ByteReader): string[] {
  const count = input.unsigned();
  const layout = input.byte();
  if (layout === TRANSPOSED) {
    const length = input.unsigned();
    const columns = input.bytes(count * length);
    const row = new Uint8Array(length);
    return Array.from({ length: count }, (_, i) => {
      for (let j = 0; j < length; j++) row[j] = columns[j * count + i];
      return decoder.decode(row);
    });
  }
  if (layout !== PLAIN) throw new InvalidInput(`The label document has an unknown string layout ${layout}.`);
  // A count beyond what is left would only reserve memory for a damaged document.
  if (count > input.remaining) throw new InvalidInput('The label document ends too early: it is damaged.');
  const lengths = Array.from({ length: count }, () => input.unsigned());
  return lengths.map((length) => decoder.decode(input.bytes(length)));
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
