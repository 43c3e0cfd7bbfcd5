import { decodeText } from './decode-text.ts';
import { utf8Chunks } from './byte-chunks.ts';
import type { FileSource } from './file-source.ts';

/**
 * The rows of a comma, semicolon or tab separated file with the line where each starts. Cells may be quoted and then
 * hold the separator, newlines and doubled quotes. Empty lines are left out.
 */
export async function* streamCsv(
  source: FileSource,
  file: string,
): AsyncGenerator<{ line: number; cells: string[] }> {
  const decoder = new TextDecoder('utf-8');
  let separator = '';
  let cells: string[] = [];
  let cell = '';
  let inQuotes = false;
  let wasQuote = false;
  let wasReturn = false;
  let line = 1;
  let startLine = 1;
  for await (const bytes of utf8Chunks(source.open(file))) {
    const text = isLatin(bytes) ? decodeText(bytes) : decoder.decode(bytes, { stream: true });
    if (separator === '') separator = guessSeparator(text);
    for (const char of text) {
      if (char === '\n' && wasReturn) {
        wasReturn = false;
        continue;
      }
      wasReturn = char === '\r';
      const isEnd = char === '\n' || char === '\r';
      if (isEnd) line++;
      if (inQuotes && !wasQuote) {
        if (char === '"') wasQuote = true;
        else cell += char;
        continue;
      }
      if (wasQuote) {
        wasQuote = false;
        if (char === '"') {
          cell += '"';
          continue;
        }
        inQuotes = false;
      }
      if (char === '"' && cell.trim() === '') {
        inQuotes = true;
        cell = '';
      } else if (char === separator) {
        cells.push(cell);
        cell = '';
      } else if (isEnd) {
        cells.push(cell);
        if (cells.length > 1 || cells[0].trim() !== '') yield { line: startLine, cells };
        cells = [];
        cell = '';
        startLine = line;
      } else {
        cell += char;
      }
    }
  }
  cells.push(cell);
  if (cells.length > 1 || cells[0].trim() !== '') yield { line: startLine, cells };
}

function isLatin(bytes: Uint8Array): boolean {
  if (!bytes.some((byte) => byte >= 0x80)) return false;
  try {
    // A chunk may end inside a character, so the last three bytes do not count.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return false;
  } catch {
    return true;
  }
}

function guessSeparator(text: string): string {
  const first = text.split(/\r|\n/).find((line) => line.trim() !== '') ?? '';
  const counts = [',', ';', '\t'].map((char) => first.split(char).length);
  return [',', ';', '\t'][counts.indexOf(Math.max(...counts))];
}
