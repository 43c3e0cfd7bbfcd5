import type { CaptionPair } from './caption-bleu.ts';
import { longestCommonSubsequence, ngramCounts } from './ngram-counts.ts';

const BETA = 1.2;

/**
 * ROUGE-L of the COCO caption evaluation: best precision and best recall over the references, F with β = 1.2;
 * mean over images. An empty caption counts as one empty word. Source: `rouge.py` of pycocoevalcap; Lin 2004.
 */
export function captionRougeL(pairs: readonly CaptionPair[]): number {
  let sum = 0;
  for (const { candidate, references } of pairs) {
    const words = candidate.split(' ');
    let precision = 0;
    let recall = 0;
    for (const reference of references) {
      const other = reference.split(' ');
      const common = longestCommonSubsequence(other, words);
      precision = Math.max(precision, common / words.length);
      recall = Math.max(recall, common / other.length);
    }
    if (precision > 0 && recall > 0) {
      sum += ((1 + BETA ** 2) * precision * recall) / (recall + BETA ** 2 * precision);
    }
  }
  return sum / pairs.length;
}

export interface RougeScore {
  precision: number;
  recall: number;
  f1: number;
}

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L of one prediction as the `rouge-score` package computes them without a stemmer:
 * lower case, everything but a–z and 0–9 separates words.
 */
export function rougeScores(
  target: string,
  prediction: string,
): Record<'rouge1' | 'rouge2' | 'rougeL', RougeScore> {
  const wanted = words(target);
  const given = words(prediction);
  return {
    rouge1: overlap(wanted, given, 1),
    rouge2: overlap(wanted, given, 2),
    rougeL: score(longestCommonSubsequence(wanted, given), wanted.length, given.length),
  };
}

function overlap(wanted: readonly string[], given: readonly string[], n: number): RougeScore {
  const counts = ngramCounts(given, n);
  let common = 0;
  for (const [gram, count] of ngramCounts(wanted, n)) common += Math.min(count, counts.get(gram) ?? 0);
  return score(common, Math.max(wanted.length - n + 1, 0), Math.max(given.length - n + 1, 0));
}

function score(common: number, wanted: number, given: number): RougeScore {
  const precision = common / Math.max(given, 1);
  const recall = common / Math.max(wanted, 1);
  return {
    precision,
    recall,
    f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
  };
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
