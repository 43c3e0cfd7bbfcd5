import { InvalidInput } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import type { FileSource } from './file-source.ts';

/** No label file that is read whole may be larger; larger ones are streamed or refused. */
const MAX_WHOLE_FILE_BYTES = 256 * 1024 * 1024;

/** The bytes of one file. Throws InvalidInput when it is larger than `limit`. */
export async function readBytes(
  source: FileSource,
  path: string,
  limit = MAX_WHOLE_FILE_BYTES,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open(path)) {
    size += chunk.length;
    if (size > limit)
      throw new InvalidInput(`"${path}" is larger than ${limit} bytes; it is not read.`, { path });
    chunks.push(chunk);
  }
  if (chunks.length === 1) return chunks[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The text of one file, whatever its encoding, without a byte order mark. */
export async function readText(source: FileSource, path: string, limit?: number): Promise<string> {
  return decodeText(await readBytes(source, path, limit));
}

/** Lines of a text, whether they end in CRLF, LF or CR alone. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
