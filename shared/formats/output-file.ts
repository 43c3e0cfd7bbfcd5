/**
 * A file that an export writes, relative to its folder. `content` is written as it comes; `imageOf` asks for the
 * image of that item to be put there (copied, linked or left out, as the caller was told).
 */
export type OutputFile =
  | { path: string; content: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> }
  | { path: string; imageOf: string };
