import { InvalidInput } from '../errors.ts';
import { concatenate, utf8Chunks } from './byte-chunks.ts';
import type { FileSource } from './file-source.ts';
import { parseJson } from './parse-json.ts';
import type { ProblemLog } from './problem-log.ts';

/** Deeper nesting is no label file but an attack on the reader. */
const MAX_DEPTH = 100;
/** One record of a file: larger ones are refused before they fill the memory. */
const MAX_RECORD_BYTES = 256 * 1024 * 1024;

/** One piece of a JSON file: a member of the root object (`key`), or an element of an array (`index`). */
export interface JsonPart {
  key?: string;
  index?: number;
  /** `$.images[3]` */
  path: string;
  value: unknown;
}

/**
 * Reads a JSON file piece by piece in constant memory. A root array gives its elements; a root object gives its
 * members, and of those that are arrays the elements one by one (unless `splitArrays` is false). A piece that is not
 * JSON, and a file that ends early, become problems and the rest is read. Throws InvalidInput for nesting deeper than
 * 100 levels and for a single piece above 256 MB.
 */
export async function* streamJson(
  source: FileSource,
  file: string,
  problems: ProblemLog,
  options: { splitArrays?: boolean } = {},
): AsyncGenerator<JsonPart> {
  const splitArrays = options.splitArrays ?? true;
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let depth = 0;
  let level = 1;
  let rootIsObject = false;
  let inString = false;
  let isEscaped = false;
  let isCapturing = false;
  let key: string | undefined;
  let index = 0;
  let hasRoot = false;
  let isDone = false;

  const pathHere = (): string =>
    (key === undefined ? '$' : `$.${key}`) + (level === 2 || !rootIsObject ? `[${index}]` : '');
  const finish = (bytes: Uint8Array): JsonPart | undefined => {
    const path = pathHere();
    try {
      const value = parseJson(bytes, () =>
        problems.add(file, path, 'NaN or Infinity is not a number; read as missing.'),
      );
      return {
        ...(key === undefined ? {} : { key }),
        ...(level === 2 || !rootIsObject ? { index } : {}),
        path,
        value,
      };
    } catch (error) {
      problems.add(
        file,
        path,
        `Not valid JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`,
      );
      return undefined;
    }
  };
  const take = (chunk: Uint8Array, from: number, to: number): Uint8Array => {
    const bytes =
      kept.length === 0 ? chunk.subarray(from, to) : concatenate([...kept, chunk.subarray(from, to)]);
    kept.length = 0;
    keptBytes = 0;
    isCapturing = false;
    return bytes;
  };

  for await (const chunk of utf8Chunks(source.open(file))) {
    let start = 0;
    for (let i = 0; i < chunk.length && !isDone; i++) {
      const byte = chunk[i];
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === 0x5c) isEscaped = true;
        else if (byte === 0x22) inString = false;
        continue;
      }
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
      if (!hasRoot) {
        hasRoot = true;
        if (byte !== 0x7b && byte !== 0x5b)
          throw new InvalidInput(`"${file}" is not a JSON file.`, { path: file });
        rootIsObject = byte === 0x7b;
        depth = 1;
        continue;
      }
      const isOpening = byte === 0x7b || byte === 0x5b;
      const isClosing = byte === 0x7d || byte === 0x5d;
      if (depth === level) {
        if (byte === 0x3a && rootIsObject && level === 1) {
          const bytes = take(chunk, start, i);
          const name = parseKey(bytes);
          if (name === undefined) problems.add(file, pathHere(), 'A member without a name is left out.');
          key = name;
          continue;
        }
        if (byte === 0x2c || isClosing) {
          if (isCapturing) {
            const part = finish(take(chunk, start, i));
            if (part) yield part;
          }
          if (byte === 0x2c) {
            index++;
          } else {
            depth--;
            if (level === 2) level = 1;
            else isDone = depth === 0;
          }
          continue;
        }
        if (
          byte === 0x5b &&
          rootIsObject &&
          level === 1 &&
          splitArrays &&
          key !== undefined &&
          !isCapturing
        ) {
          level = 2;
          depth = 2;
          index = 0;
          continue;
        }
        if (!isCapturing) {
          isCapturing = true;
          start = i;
        }
      }
      if (byte === 0x22) inString = true;
      else if (isOpening) {
        if (++depth > MAX_DEPTH) {
          throw new InvalidInput(
            `"${file}" nests deeper than ${MAX_DEPTH} levels at ${pathHere()}; it is not read.`,
          );
        }
      } else if (isClosing) depth--;
    }
    if (isCapturing) {
      kept.push(chunk.slice(start));
      keptBytes += chunk.length - start;
      if (keptBytes > MAX_RECORD_BYTES) {
        throw new InvalidInput(
          `"${file}" holds a single value above ${MAX_RECORD_BYTES} bytes at ${pathHere()}.`,
        );
      }
    }
  }
  if (!hasRoot) problems.add(file, '', 'The file is empty.');
  else if (!isDone) problems.add(file, pathHere(), 'The file ends early; what came before is imported.');
}

function parseKey(bytes: Uint8Array): string | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
