import { decodeText } from './decode-text.ts';

/** The same bytes as UTF-8: a UTF-16 file is read whole and written anew, others pass through without their BOM. */
export async function* utf8Chunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let wide: Uint8Array[] | undefined;
  let first = true;
  for await (const chunk of chunks) {
    if (first && chunk.length > 0) {
      first = false;
      const isWide =
        (chunk[0] === 0xff && chunk[1] === 0xfe) ||
        (chunk[0] === 0xfe && chunk[1] === 0xff) ||
        (chunk[0] === 0 && chunk[1] !== 0) ||
        (chunk[0] !== 0 && chunk[1] === 0);
      if (isWide && chunk.length > 1) wide = [];
      else if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
        yield chunk.subarray(3);
        continue;
      }
    }
    if (wide) wide.push(chunk);
    else yield chunk;
  }
  if (wide) yield new TextEncoder().encode(decodeText(concatenate(wide)));
}

export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  let size = 0;
  for (const chunk of chunks) size += chunk.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
