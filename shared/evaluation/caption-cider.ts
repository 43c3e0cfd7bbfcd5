import type { CaptionPair } from './caption-bleu.ts';
import { ngramCounts, splitWords } from './ngram-counts.ts';

const ORDER = 4;
const SIGMA = 6;

/** TF-IDF weights per length of n-gram, their norms, and the number of bigrams (which stands for the length). */
interface Vector {
  weights: Map<string, number>[];
  norms: number[];
  length: number;
}

/**
 * CIDEr-D of the COCO caption evaluation: clipped TF-IDF similarity of 1- to 4-grams with a penalty on the length,
 * times ten, mean over images; document frequencies come from the references at hand.
 * Source: `cider_scorer.py` of pycocoevalcap; Vedantam et al., CVPR 2015.
 */
export function captionCider(pairs: readonly CaptionPair[]): number {
  const documents = pairs.map(({ references }) => references.map(splitWords));
  const frequency = new Map<string, number>();
  for (const references of documents) {
    const grams = new Set(
      references.flatMap((words) => lengths().flatMap((n) => [...ngramCounts(words, n).keys()])),
    );
    for (const gram of grams) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  }
  const logCount = Math.log(pairs.length);
  const vectorOf = (words: readonly string[]): Vector => {
    const vector: Vector = { weights: [], norms: [], length: Math.max(0, words.length - 1) };
    for (const n of lengths()) {
      const weights = new Map<string, number>();
      let norm = 0;
      for (const [gram, count] of ngramCounts(words, n)) {
        const weight = count * (logCount - Math.log(Math.max(1, frequency.get(gram) ?? 0)));
        weights.set(gram, weight);
        norm += weight ** 2;
      }
      vector.weights.push(weights);
      vector.norms.push(Math.sqrt(norm));
    }
    return vector;
  };
  let sum = 0;
  pairs.forEach(({ candidate }, i) => {
    const vector = vectorOf(splitWords(candidate));
    const similarities = documents[i].map((words) => similarity(vector, vectorOf(words)));
    sum += (10 * similarities.reduce((a, b) => a + b, 0)) / similarities.length;
  });
  return sum / pairs.length;
}

/** Mean over the lengths of n-grams. */
function similarity(candidate: Vector, reference: Vector): number {
  const penalty = Math.exp(-((candidate.length - reference.length) ** 2) / (2 * SIGMA ** 2));
  let sum = 0;
  for (let n = 0; n < ORDER; n++) {
    let value = 0;
    for (const [gram, weight] of candidate.weights[n]) {
      const other = reference.weights[n].get(gram) ?? 0;
      value += Math.min(weight, other) * other;
    }
    const norm = candidate.norms[n] * reference.norms[n];
    sum += (norm === 0 ? value : value / norm) * penalty;
  }
  return sum / ORDER;
}

function lengths(): number[] {
  return Array.from({ length: ORDER }, (_, i) => i + 1);
}
