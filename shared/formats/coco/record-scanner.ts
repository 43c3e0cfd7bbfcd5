import { InvalidInput } from '../../errors.ts';
import { utf8Chunks } from '../byte-chunks.ts';
import type { FileSource } from '../file-source.ts';

const MAX_DEPTH = 100;
const MAX_RECORD_BYTES = 256 * 1024 * 1024;
/** Input is handled in windows of about this size; a record that crosses the end is looked at again in the next. */
const WINDOW_BYTES = 1024 * 1024;

/** Returned by a record reader: the position behind the record, or why there is none. */
export const NEEDS_MORE = -1;
export const NOT_SIMPLE = -2;

/**
 * Walks the root of a large JSON file by hand and gives each record's bytes to the caller, without building values:
 * elements of the root array (key `''`), elements of arrays in the root object, and its other members.
 * `take(key, index, bytes, start, end)` gets one complete record; `fast(key, bytes, at, end)` may read it itself
 * first and return the position behind it.
 */
export async function scanRecords(
  source: FileSource,
  file: string,
  on: {
    fast: (key: string, bytes: Uint8Array, at: number, end: number) => number;
    take: (key: string, index: number, bytes: Uint8Array, start: number, end: number) => void;
    early: (where: string) => void;
  },
): Promise<void> {
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  let state: 'start' | 'key' | 'value' | 'element' | 'end' = 'start';
  let key = '';
  let index = 0;
  let isRootArray = false;
  const fail = (reason: string): never => {
    throw new InvalidInput(`"${file}" ${reason}`, { file });
  };

  /** Goes as far as the window reaches. */
  const advance = (): void => {
    const end = bytes.length;
    for (;;) {
      while (at < end && (bytes[at] <= 0x20 || (bytes[at] === 0x2c && state !== 'start'))) at++;
      if (at >= end || state === 'end') return;
      const byte = bytes[at];
      if (state === 'start') {
        if (byte !== 0x7b && byte !== 0x5b) fail('is not a JSON file.');
        isRootArray = byte === 0x5b;
        state = isRootArray ? 'element' : 'key';
        at++;
      } else if (state === 'key') {
        if (byte === 0x7d) {
          state = 'end';
          return;
        }
        const stop = skipValue(bytes, at, end, fail);
        if (stop < 0) return;
        let colon = stop;
        while (colon < end && bytes[colon] <= 0x20) colon++;
        if (colon >= end) return;
        if (byte !== 0x22 || bytes[colon] !== 0x3a) fail('is not valid JSON: a name is missing.');
        key = new TextDecoder().decode(bytes.subarray(at + 1, stop - 1));
        at = colon + 1;
        state = 'value';
      } else if (state === 'value' && byte === 0x5b) {
        state = 'element';
        index = 0;
        at++;
      } else if (state === 'element' && byte === 0x5d) {
        state = isRootArray ? 'end' : 'key';
        at++;
      } else {
        let stop = state === 'element' ? on.fast(key, bytes, at, end) : NOT_SIMPLE;
        if (stop === NOT_SIMPLE) {
          stop = skipValue(bytes, at, end, fail);
          // A number may go on behind the window.
          if (stop === end) return;
          if (stop >= 0) on.take(key, state === 'element' ? index : -1, bytes, at, stop);
        }
        if (stop < 0) return;
        if (stop === at) fail(`is not valid JSON near "${key}".`);
        at = stop;
        index++;
        if (state === 'value') state = 'key';
      }
    }
  };

  // One buffer for the whole file: what is left of a window moves to its front, and the next bytes come behind it.
  let window = new Uint8Array(WINDOW_BYTES * 2);
  let filled = 0;
  const add = (chunk: Uint8Array): void => {
    if (filled + chunk.length > window.length) {
      if (filled + chunk.length > MAX_RECORD_BYTES)
        fail(`holds a single value above ${MAX_RECORD_BYTES} bytes.`);
      const larger = new Uint8Array(Math.max(window.length * 2, filled + chunk.length));
      larger.set(window.subarray(0, filled));
      window = larger;
    }
    window.set(chunk, filled);
    filled += chunk.length;
  };
  const work = (): void => {
    bytes = window.subarray(0, filled);
    advance();
    window.copyWithin(0, at, filled);
    filled -= at;
    at = 0;
  };
  let waiting = WINDOW_BYTES;
  for await (const chunk of utf8Chunks(source.open(file))) {
    add(chunk);
    if (filled < waiting) continue;
    work();
    // A record longer than the window is looked at again only when it has doubled.
    waiting = Math.max(WINDOW_BYTES, filled * 2);
  }
  // Blanks at the very end let readers look a few bytes ahead without asking whether there is anything.
  add(new Uint8Array(32).fill(0x20));
  work();
  // "start" is what is left of an empty file; the state is changed inside `advance`, which the compiler cannot see.
  if ((state as string) !== 'end') on.early(key === '' ? `$[${index}]` : `$.${key}[${index}]`);
}

/** The position behind the value at `at`, NEEDS_MORE when it does not end before `end`. */
function skipValue(bytes: Uint8Array, at: number, end: number, fail: (reason: string) => never): number {
  let depth = 0;
  for (let i = at; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0x22) {
      for (i++; i < end && bytes[i] !== 0x22; i++) if (bytes[i] === 0x5c) i++;
      if (i >= end) return NEEDS_MORE;
      if (depth === 0) return i + 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MAX_DEPTH) fail(`nests deeper than ${MAX_DEPTH} levels; it is not read.`);
    } else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (byte === 0x2c || byte <= 0x20)) {
      return i;
    }
  }
  return depth === 0 ? end : NEEDS_MORE;
}
