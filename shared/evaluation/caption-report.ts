import { captionBleu } from './caption-bleu.ts';
import type { CaptionPair } from './caption-bleu.ts';
import { captionCider } from './caption-cider.ts';
import { captionMeteor } from './caption-meteor.ts';
import { captionRougeL } from './rouge.ts';
import type { MeteorTables } from './meteor/meteor-tables.ts';
import { tokenizeCaption } from './tokenize-caption.ts';

/** Scores of a set of captions, 0–1 each but CIDEr (0–10). */
export interface CaptionReport {
  images: number;
  /** BLEU-1 … BLEU-4. */
  bleu: number[];
  rougeL: number;
  cider: number;
  /** Left out without METEOR's data: other data would give another number under the same name. */
  meteor?: number;
}

/**
 * What the COCO caption evaluation reports, from captions as they were written: they are tokenised here.
 * @param pairs one candidate and at least one reference for each image
 */
export function captionReport(pairs: readonly CaptionPair[], tables?: MeteorTables): CaptionReport {
  const tokenized = pairs.map(({ candidate, references }) => ({
    candidate: tokenizeCaption(candidate),
    references: references.map(tokenizeCaption),
  }));
  return {
    images: pairs.length,
    bleu: captionBleu(tokenized),
    rougeL: captionRougeL(tokenized),
    cider: captionCider(tokenized),
    ...(tables && { meteor: captionMeteor(tokenized, tables).score }),
  };
}
