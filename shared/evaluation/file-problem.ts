import { InvalidInput } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';

/** A reason to refuse a file, at a byte of it; `fileProblem` turns it into a message with a line. */
export class ReadFailure extends Error {
  readonly reason: string;
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.name = 'ReadFailure';
    this.reason = reason;
    this.offset = offset;
  }
}

/** Line and column (both from 1) of a byte; reads the source again, so it is for messages only. */
export function locate(source: ByteSource, offset: number): { line: number; column: number } {
  const read = source.open();
  const chunk = new Uint8Array(65536);
  let line = 1;
  let lineStart = 0;
  let at = 0;
  for (;;) {
    const length = read(chunk);
    for (let i = 0; i < length && at + i < offset; i++) {
      if (chunk[i] !== 10) continue;
      line++;
      lineStart = at + i + 1;
    }
    at += length;
    if (length === 0 || at >= offset) return { line, column: offset - lineStart + 1 };
  }
}

/** `detections.json, line 12, column 3: the score is NaN`. */
export function fileProblem(source: ByteSource, failure: ReadFailure): InvalidInput {
  const { line, column } = locate(source, failure.offset);
  return new InvalidInput(`${source.name}, line ${line}, column ${column}: ${failure.reason}`, {
    file: source.name,
    line,
    column,
    reason: failure.reason,
  });
}
