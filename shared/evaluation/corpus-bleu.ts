import { clippedMatches, closestLength } from './caption-bleu.ts';
import { splitWords } from './ngram-counts.ts';

/**
 * Corpus BLEU in percent as sacrebleu gives it by default: 13a tokenisation, case kept, exponential smoothing.
 * `references[i]` are the references of `candidates[i]`. Source: sacrebleu `metrics/bleu.py`; Post, WMT 2018.
 */
export function corpusBleu(candidates: readonly string[], references: readonly string[][]): number {
  const order = 4;
  const correct = new Float64Array(order);
  const total = new Float64Array(order);
  let length = 0;
  let referenceLength = 0;
  candidates.forEach((candidate, i) => {
    const words = splitWords(tokenize13a(candidate));
    const others = references[i].map((reference) => splitWords(tokenize13a(reference)));
    length += words.length;
    referenceLength += closestLength(words.length, others);
    for (let n = 1; n <= order; n++) {
      total[n - 1] += Math.max(0, words.length - n + 1);
      correct[n - 1] += clippedMatches(words, others, n);
    }
  });
  if (correct.every((count) => count === 0) || total.some((count) => count === 0)) return 0;
  let smooth = 1;
  let logSum = 0;
  for (let n = 0; n < order; n++) {
    if (correct[n] === 0) smooth *= 2;
    logSum += Math.log(correct[n] === 0 ? 100 / (smooth * total[n]) : (100 * correct[n]) / total[n]);
  }
  const penalty = length < referenceLength ? Math.exp(1 - referenceLength / length) : 1;
  return penalty * Math.exp(logSum / order);
}

/** mteval-v13a's tokenisation: punctuation apart, but not inside numbers. */
function tokenize13a(text: string): string {
  let line = text.trimEnd().replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (line.includes('&')) {
    line = line
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>');
  }
  return ` ${line} `
    .replaceAll(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replaceAll(/([^0-9])([.,])/g, '$1 $2 ')
    .replaceAll(/([.,])([^0-9])/g, ' $1 $2')
    .replaceAll(/([0-9])(-)/g, '$1 $2 ');
}
