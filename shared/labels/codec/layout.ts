import type { LabelSource } from '../label-object.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/** The first byte of an encoded label document. Readers accept every version up to this one. */
export const VERSION = 1;

/** The order is part of the format: append only. */
export const SOURCES = ['manual', 'model', 'import', 'consensus'] as const satisfies LabelSource[];

const ABSENT = 0;
const EXACT = 1;
const DECIMAL = 2;
const DECIMALS = 1e6;

/** Confidences of up to six decimals as an integer, any other as its eight bytes. */
export function writeConfidence(out: ByteWriter, confidence: number | undefined): void {
  if (confidence === undefined) return out.byte(ABSENT);
  const scaled = Math.round(confidence * DECIMALS);
  if (scaled / DECIMALS === confidence) {
    out.byte(DECIMAL);
    return out.unsigned(scaled);
  }
  out.byte(EXACT);
  out.bytes(new Uint8Array(Float64Array.of(confidence).buffer));
}

export function readConfidence(input: ByteReader): number | undefined {
  const kind = input.byte();
  if (kind === ABSENT) return undefined;
  if (kind === DECIMAL) return input.unsigned() / DECIMALS;
  return new Float64Array(input.bytes(8).slice().buffer)[0];
}
