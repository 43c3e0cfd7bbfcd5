import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { isoOfMs } from './iso-of-ms.ts';
import { msOfIso } from './ms-of-iso.ts';
import { stringAt } from './string-column.ts';
import type { StringTable } from './string-column.ts';

/**
 * ISO timestamps. One in the form that Date writes is stored as its distance in ms from the one before; any other
 * spelling (an offset, no milliseconds) is stored as it is, because a document must come back unchanged.
 */
export function writeTime(out: ByteWriter, iso: string, previousMs: number, strings: StringTable): number {
  const ms = msOfIso(iso);
  if (ms === undefined) {
    out.unsigned(2 * strings.numberOf(iso) + 1);
    return previousMs;
  }
  const delta = ms - previousMs;
  out.unsigned(2 * (delta < 0 ? -2 * delta - 1 : 2 * delta));
  return ms;
}

export interface ReadTime {
  iso: string;
  ms: number;
  /** Whether `iso` is `ms` written out, so that an equal time need not be written out again. */
  isOfMs: boolean;
}

export function readTime(input: ByteReader, previous: ReadTime, strings: string[]): ReadTime {
  const code = input.unsigned();
  if (code === 0 && previous.isOfMs) return previous;
  if (code % 2 === 1) return { iso: stringAt(strings, (code - 1) / 2), ms: previous.ms, isOfMs: false };
  const folded = code / 2;
  const ms = previous.ms + (folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2);
  return { iso: isoOfMs(ms), ms, isOfMs: true };
}
