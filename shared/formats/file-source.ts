/** A file of a dataset as it was brought: `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  path: string;
  size: number;
}

/**
 * Where a format reads from: a folder, a zip, a bucket prefix or a map in memory. Implementations never lead outside
 * their root and bound what an entry may unpack to.
 */
export interface FileSource {
  /** The file that the person named, when they named a file and not a folder. */
  readonly main?: string;
  /** Every file below the root, sorted by path. */
  list(): Promise<SourceFile[]>;
  /** The bytes of one file, from `start` (inclusive) to `end` (exclusive) when given. */
  open(path: string, range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
}
