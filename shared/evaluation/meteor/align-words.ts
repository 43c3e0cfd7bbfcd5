import type { Stage, WordMatch } from './word-matches.ts';

/** Weight of a match by its stage, METEOR 1.5 for English. */
export const STAGE_WEIGHTS: Record<Stage, number> = { 0: 1, 1: 0.6, 2: 0.8, 3: 0.6 };

const BEAM = 40;

/** A choice of matches for the first words of the reference. */
interface Path {
  last: { match: WordMatch; before: Path['last'] } | undefined;
  used: Uint8Array;
  weight: number;
  chunks: number;
  words: number;
}

/**
 * Chooses matches of which no two share a word: those of most weight, then those in fewest chunks (runs of
 * neighbours in the same order in both), then those that cover most words; of what remains the first. A match whose
 * words nothing else could match is always taken. Source: Denkowski and Lavie, "Meteor Universal", WMT 2014, with a
 * beam of 40 over the words of the reference.
 *
 * As in the tool, weights are cut to whole numbers for each side of each match: a stem, a synonym or a paraphrase of
 * one word weighs nothing here, and is taken only where it makes no chunk more.
 */
export function alignWords(starts: readonly WordMatch[][], candidateLength: number): WordMatch[] {
  const certain = certainMatches(starts, candidateLength);
  let paths: Path[] = [
    { last: undefined, used: new Uint8Array(candidateLength), weight: 0, chunks: 0, words: 0 },
  ];
  starts.forEach((matches, r) => {
    if (matches.length === 0) return;
    const next: Path[] = [];
    const sure = certain.get(r);
    for (const path of paths) {
      const last = path.last?.match;
      if (last !== undefined && last.reference + last.referenceLength > r) {
        next.push(path);
        continue;
      }
      for (const match of sure === undefined ? matches : [sure]) {
        if (isFree(match, path.used)) next.push(extended(path, match));
      }
      if (sure === undefined) next.push(path);
    }
    paths = next.sort(compare).slice(0, BEAM);
  });
  const chosen: WordMatch[] = [];
  for (let step = paths[0].last; step !== undefined; step = step.before) chosen.push(step.match);
  return chosen.reverse();
}

/** Number of runs of matches that are neighbours in the same order in both texts. */
export function countChunks(matches: readonly WordMatch[]): number {
  return matches.filter((match, i) => !continues(matches[i - 1], match)).length;
}

function continues(last: WordMatch | undefined, match: WordMatch): boolean {
  return (
    last !== undefined &&
    last.reference + last.referenceLength === match.reference &&
    last.candidate + last.candidateLength === match.candidate
  );
}

function compare(a: Path, b: Path): number {
  return b.weight - a.weight || a.chunks - b.chunks || b.words - a.words;
}

function isFree({ candidate, candidateLength }: WordMatch, used: Uint8Array): boolean {
  for (let c = candidate; c < candidate + candidateLength; c++) if (used[c] !== 0) return false;
  return true;
}

function extended(path: Path, match: WordMatch): Path {
  const used = path.used.slice();
  used.fill(1, match.candidate, match.candidate + match.candidateLength);
  const weight = STAGE_WEIGHTS[match.stage];
  return {
    last: { match, before: path.last },
    used,
    weight:
      path.weight + Math.floor(weight * match.referenceLength) + Math.floor(weight * match.candidateLength),
    chunks: path.chunks + (continues(path.last?.match, match) ? 0 : 1),
    words: path.words + match.referenceLength + match.candidateLength,
  };
}

/** The matches that share no word with another match, by the reference word at which they start. */
function certainMatches(starts: readonly WordMatch[][], candidateLength: number): Map<number, WordMatch> {
  const onReference = new Uint16Array(starts.length);
  const onCandidate = new Uint16Array(candidateLength);
  const all = starts.flat();
  const isAlone = (match: WordMatch): boolean =>
    onReference
      .subarray(match.reference, match.reference + match.referenceLength)
      .every((count) => count === 1) &&
    onCandidate
      .subarray(match.candidate, match.candidate + match.candidateLength)
      .every((count) => count === 1);
  for (const match of all) {
    for (let i = 0; i < match.referenceLength; i++) onReference[match.reference + i]++;
    for (let i = 0; i < match.candidateLength; i++) onCandidate[match.candidate + i]++;
  }
  return new Map(all.filter(isAlone).map((match) => [match.reference, match]));
}
