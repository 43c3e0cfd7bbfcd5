import { ngramCounts, splitWords } from './ngram-counts.ts';

/** One image: a tokenised caption and its tokenised references. */
export interface CaptionPair {
  candidate: string;
  references: string[];
}

const SMALL = 1e-9;
const TINY = 1e-15;

/**
 * BLEU-1 … BLEU-4 over a whole set, as the COCO caption evaluation computes them (closest reference length,
 * clipped counts, no smoothing but a tiny constant). Source: `bleu_scorer.py` of pycocoevalcap; Papineni et al. 2002.
 */
export function captionBleu(pairs: readonly CaptionPair[], order = 4): number[] {
  const guessed = new Float64Array(order);
  const correct = new Float64Array(order);
  let length = 0;
  let referenceLength = 0;
  for (const { candidate, references } of pairs) {
    const words = splitWords(candidate);
    const others = references.map(splitWords);
    length += words.length;
    referenceLength += closestLength(words.length, others);
    for (let n = 1; n <= order; n++) {
      guessed[n - 1] += Math.max(0, words.length - n + 1);
      correct[n - 1] += clippedMatches(words, others, n);
    }
  }
  const ratio = (length + TINY) / (referenceLength + SMALL);
  const penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
  let product = 1;
  return Array.from(correct, (count, k) => {
    product *= (count + TINY) / (guessed[k] + SMALL);
    return product ** (1 / (k + 1)) * penalty;
  });
}

/** Matches of n-grams, each counted at most as often as in the reference that has most of it. */
export function clippedMatches(words: readonly string[], references: readonly string[][], n: number): number {
  const most = new Map<string, number>();
  for (const reference of references) {
    for (const [gram, count] of ngramCounts(reference, n))
      most.set(gram, Math.max(most.get(gram) ?? 0, count));
  }
  let matches = 0;
  for (const [gram, count] of ngramCounts(words, n)) matches += Math.min(count, most.get(gram) ?? 0);
  return matches;
}

/** The reference length nearest to `length`; of two the shorter. */
export function closestLength(length: number, references: readonly string[][]): number {
  let closest = Infinity;
  for (const { length: other } of references) {
    const gap = Math.abs(other - length) - Math.abs(closest - length);
    if (gap < 0 || (gap === 0 && other < closest)) closest = other;
  }
  return closest;
}
