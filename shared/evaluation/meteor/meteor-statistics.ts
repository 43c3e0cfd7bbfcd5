import { alignWords, countChunks, STAGE_WEIGHTS } from './align-words.ts';
import { wordMatches, type Lexicon, type Stage } from './word-matches.ts';

/** Counts of words on one side: all, and matched by stage. */
export interface SideCounts {
  words: number;
  functionWords: number;
  /** Matched words that carry meaning, by stage. */
  content: [number, number, number, number];
  /** Matched function words, by stage. */
  functional: [number, number, number, number];
}

/** What a METEOR score is computed of; those of several captions are added up. */
export interface MeteorStatistics {
  candidate: SideCounts;
  reference: SideCounts;
  chunks: number;
}

const ALPHA = 0.85;
const BETA = 0.2;
const GAMMA = 0.6;
const DELTA = 0.75;
const STAGES: Stage[] = [0, 1, 2, 3];

/** Aligns two lists of normalised words and counts. */
export function meteorStatistics(
  candidate: readonly string[],
  reference: readonly string[],
  lexicon: Lexicon,
): MeteorStatistics {
  const chosen = alignWords(wordMatches(candidate, reference, lexicon), candidate.length);
  const sides = { candidate: emptySide(), reference: emptySide() };
  for (const [side, words] of [
    [sides.candidate, candidate],
    [sides.reference, reference],
  ] as const) {
    side.words = words.length;
    side.functionWords = words.filter((word) => lexicon.isFunctionWord(word)).length;
  }
  const count = (side: SideCounts, words: readonly string[], stage: Stage): void => {
    for (const word of words) side[lexicon.isFunctionWord(word) ? 'functional' : 'content'][stage]++;
  };
  for (const match of chosen) {
    const { candidate: c, candidateLength, reference: r, referenceLength, stage } = match;
    count(sides.candidate, candidate.slice(c, c + candidateLength), stage);
    count(sides.reference, reference.slice(r, r + referenceLength), stage);
  }
  return { ...sides, chunks: countChunks(chosen) };
}

/**
 * METEOR between 0 and 1: the weighted mean of precision and recall, less a penalty for fragmentation.
 * Source: Denkowski and Lavie 2014, with the parameters of METEOR 1.5 for English ("rank").
 */
export function meteorScore(statistics: MeteorStatistics): number {
  const { candidate, reference, chunks } = statistics;
  const precision = share(candidate);
  const recall = share(reference);
  const mean = (precision * recall) / (ALPHA * precision + (1 - ALPHA) * recall);
  if (!(mean > 0)) return 0;
  if (isPerfect(statistics)) return mean;
  const matched = (matchedWords(candidate) + matchedWords(reference)) / 2;
  return mean * (1 - GAMMA * (chunks / matched) ** BETA);
}

/** The statistics of a whole set. A caption matched from end to end in one piece adds no chunk, as in the tool. */
export function addStatistics(parts: readonly MeteorStatistics[]): MeteorStatistics {
  const sum: MeteorStatistics = { candidate: emptySide(), reference: emptySide(), chunks: 0 };
  for (const part of parts) {
    for (const side of ['candidate', 'reference'] as const) {
      sum[side].words += part[side].words;
      sum[side].functionWords += part[side].functionWords;
      for (const stage of STAGES) {
        sum[side].content[stage] += part[side].content[stage];
        sum[side].functional[stage] += part[side].functional[stage];
      }
    }
    sum.chunks += isPerfect(part) ? 0 : part.chunks;
  }
  return sum;
}

/** In one piece, every word of both; or nothing but such captions added up. */
function isPerfect({ candidate, reference, chunks }: MeteorStatistics): boolean {
  return (
    chunks <= 1 && matchedWords(candidate) === candidate.words && matchedWords(reference) === reference.words
  );
}

function share({ words, functionWords, content, functional }: SideCounts): number {
  let matched = 0;
  for (const stage of STAGES) {
    matched += STAGE_WEIGHTS[stage] * (DELTA * content[stage] + (1 - DELTA) * functional[stage]);
  }
  return matched / (DELTA * (words - functionWords) + (1 - DELTA) * functionWords);
}

function matchedWords({ content, functional }: SideCounts): number {
  return [...content, ...functional].reduce((a, b) => a + b, 0);
}

function emptySide(): SideCounts {
  return { words: 0, functionWords: 0, content: [0, 0, 0, 0], functional: [0, 0, 0, 0] };
}
