import { InvalidInput } from '../errors.ts';

/** A segment is cut into pieces of this many bytes: encoded they stay below the 255 bytes of a file name. */
const PIECE_BYTES = 64;
const FILE_MARK = '@';
const CONTINUES_MARK = '+';
const EMPTY = '%';

const LITERAL = /[a-z0-9_.-]/;

/**
 * Encodes a blob key as a relative path that stays inside its folder on any file system, reversibly:
 * - lower-case letters, digits, `_`, `-` and `.` stand for themselves, `A` is `^a` (so keys that differ in case
 *   only stay apart on a case-insensitive disk), every other byte is `%xx`; a piece of dots only is all `%2e`;
 * - a file ends in `@`, so the keys `a` and `a/b` can both exist;
 * - a segment of 64 bytes or more continues in a folder that ends in `+`;
 * - an empty segment is `%`.
 *
 * @throws InvalidInput for an empty key, more than 1,024 bytes, or text that is not well-formed Unicode
 */
export function encodeBlobPath(key: string): string {
  const bytes = Buffer.from(key, 'utf8');
  if (bytes.length === 0 || bytes.length > 1024 || !key.isWellFormed()) {
    throw new InvalidInput('A blob key is 1 to 1,024 bytes of well-formed UTF-8.', { bytes: bytes.length });
  }
  const segments = key.split('/');
  return segments
    .map((segment, index) => encodeSegment(segment) + (index === segments.length - 1 ? FILE_MARK : ''))
    .join('/');
}

function encodeSegment(segment: string): string {
  let rest = Buffer.from(segment, 'utf8');
  let path = '';
  while (rest.length >= PIECE_BYTES) {
    path += `${encodePiece(rest.subarray(0, PIECE_BYTES))}${CONTINUES_MARK}/`;
    rest = rest.subarray(PIECE_BYTES);
  }
  return path + encodePiece(rest);
}

function encodePiece(bytes: Buffer): string {
  if (bytes.length === 0) return EMPTY;
  const isDotsOnly = bytes.every((byte) => byte === 0x2e);
  let text = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (byte >= 0x41 && byte <= 0x5a) text += `^${char.toLowerCase()}`;
    else if (LITERAL.test(char) && !isDotsOnly) text += char;
    else text += `%${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** One directory entry, decoded: the bytes that it adds to the key of its folder. */
export interface DecodedEntry {
  /** Ends in `/` for a folder between segments. */
  bytes: Buffer;
  isFile: boolean;
}

/** Reads one name of a folder back; undefined when it is not ours. */
export function decodeBlobEntry(name: string, isDirectory: boolean): DecodedEntry | undefined {
  const mark = name.at(-1);
  if (isDirectory && mark === CONTINUES_MARK) return decoded(name.slice(0, -1), '', false);
  if (isDirectory) return decoded(name, '/', false);
  return mark === FILE_MARK ? decoded(name.slice(0, -1), '', true) : undefined;
}

function decoded(piece: string, end: string, isFile: boolean): DecodedEntry | undefined {
  if (piece === EMPTY) return { bytes: Buffer.from(end), isFile };
  const bytes: number[] = [];
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] === '%') {
      const byte = Number.parseInt(piece.slice(i + 1, i + 3), 16);
      if (Number.isNaN(byte)) return undefined;
      bytes.push(byte);
      i += 2;
    } else if (piece[i] === '^') {
      bytes.push(piece.charCodeAt(++i) - 32);
    } else {
      bytes.push(piece.charCodeAt(i));
    }
  }
  return { bytes: Buffer.concat([Buffer.from(bytes), Buffer.from(end)]), isFile };
}
