import { InvalidInput } from '../../errors.ts';

/** Reads what ByteWriter wrote; running past the end is an InvalidInput, never a silent zero. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    if (this.#at >= this.#bytes.length)
      throw new InvalidInput('The label document ends too early: it is damaged.');
    return this.#bytes[this.#at++];
  }

  unsigned(): number {
    // Most numbers are short.
    if (this.#at < this.#bytes.length && this.#bytes[this.#at] < 0x80) return this.#bytes[this.#at++];
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
      if (scale > 2 ** 53)
        throw new InvalidInput('The label document holds an overlong number: it is damaged.');
    }
    return value;
  }

  signed(): number {
    const folded = this.unsigned();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  bytes(length: number): Uint8Array {
    if (length > this.remaining) throw new InvalidInput('The label document ends too early: it is damaged.');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
