/** Fills `target` from its start with the next bytes and says how many; 0 at the end. Synchronous on purpose. */
export type ReadBytes = (target: Uint8Array) => number;

/** Something that can be read from its beginning, more than once: a file, or bytes in memory. */
export interface ByteSource {
  /** What to call it in messages: the file's name. */
  readonly name: string;
  /** Length in bytes, as a hint for allocation and progress. */
  readonly size: number;
  open(): ReadBytes;
}
