import type { Rle } from '../../../shared/geometry/rle.ts';
import type { SegmentPrompt } from '../../../shared/models/segment-prompt.ts';
import type { SegmenterProfileId } from '../../../shared/models/segmenter-profile.ts';

/** What the page asks of the decoder worker; each order has one answer, by its number. */
export type DecoderOrder =
  | { kind: 'model'; order: number; modelId: string; profile: SegmenterProfileId; bytes: Uint8Array }
  | { kind: 'image'; order: number; bytes: Uint8Array }
  | { kind: 'segment'; order: number; prompt: SegmentPrompt };

export type DecoderAnswer =
  { order: number; problem: string } | { order: number; found?: { mask: Rle; score: number } };
