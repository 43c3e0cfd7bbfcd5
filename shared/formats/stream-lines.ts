import { utf8Chunks } from './byte-chunks.ts';
import type { FileSource } from './file-source.ts';

/** The lines of a file of any length with their numbers from 1; CRLF, LF and CR alone end a line. */
export async function* streamLines(
  source: FileSource,
  file: string,
): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let line = 0;
  for await (const chunk of utf8Chunks(source.open(file))) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    for (const text of parts) yield { line: ++line, text };
  }
  rest += decoder.decode();
  for (const text of rest.split(/\r\n|\n|\r/)) if (text !== '') yield { line: ++line, text };
}
