/** What `nextKey` answers at the end of an object, and for a key that is not in the table. */
export const END_OF_OBJECT = -1;
export const OTHER_KEY = -2;

/** A perfect-enough hash of the few keys that a reader wants, checked byte by byte. */
export interface KeyTable {
  /** Candidates by `hash & 255`. */
  readonly slots: readonly (readonly number[])[];
  readonly names: readonly Uint8Array[];
}

/** The number of a key is its place in `names`. */
export function keyTable(names: readonly string[]): KeyTable {
  const encoded = names.map((name) => new TextEncoder().encode(name));
  const slots: number[][] = Array.from({ length: 256 }, () => []);
  encoded.forEach((bytes, index) => slots[keyHash(bytes, 0, bytes.length)].push(index));
  return { slots, names: encoded };
}

/** Length, first and last byte are enough to tell the keys of COCO files apart. */
export function keyHash(bytes: Uint8Array, start: number, end: number): number {
  return end === start ? 0 : ((end - start) * 37 + bytes[start] * 7 + bytes[end - 1]) & 255;
}
