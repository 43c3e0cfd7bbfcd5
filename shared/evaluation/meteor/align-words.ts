import type { Stage, WordMatch } from './word-matches.ts';

/** Weight of a match by its stage, METEOR 1.5 for English. */
export const STAGE_WEIGHTS: Record<Stage, number> = { 0: 1, 1: 0.6, 2: 0.8, 3: 0.6 };

/** What a word weighs, by the stage of its match, while matches are chosen; the score weighs otherwise. */
const SEARCH_WEIGHTS: Record<Stage, number> = { 0: 1, 1: 0.5, 2: 0.5, 3: 0.5 };
const BEAM = 40;

/** A choice of matches for the first words of the reference. */
interface Path {
  last: { match: WordMatch; before: Path['last'] } | undefined;
  used: Uint8Array;
  weight: number;
  /** Chunks that are over. */
  chunks: number;
  /** Where the candidate would go on with the open chunk, or -1 when none is open. */
  next: number;
  /** The first word of the reference that is not decided. */
  end: number;
  /** Sum of how far apart the matches that were left out begin in the two texts. */
  distance: number;
}

const ORIGIN: Omit<Path, 'used'> = {
  last: undefined,
  weight: 0,
  chunks: 0,
  next: -1,
  end: 0,
  distance: 0,
};

/**
 * Chooses matches of which no two share a word: those of most weight, then those in fewest chunks (runs of
 * neighbours in the same order in both). A match whose words nothing else could match is always taken. Source: Denkowski and Lavie, "Meteor Universal", WMT 2014, with a beam of 40 over the words of the reference.
 *
 * What the paper leaves open is as in version 1.5 of the tool, since a beam and its ties depend on it:
 * - the same word weighs 1 here and all else half a word, cut to whole words for each side of each match: a stem, a
 *   synonym or a paraphrase of one word weighs nothing;
 * - a chunk counts once it is over;
 * - of what is equal in all this, the paper takes what lies at near places in both texts. The tool adds the distance of
 *   a match to the path that goes on without it, and to those that try the later matches of the same word.
 */
export function alignWords(starts: readonly WordMatch[][], candidateLength: number): WordMatch[] {
  const certain = certainMatches(starts, candidateLength);
  const used = new Uint8Array(candidateLength);
  for (const { candidate, candidateLength: length } of certain.values())
    used.fill(1, candidate, candidate + length);
  let paths: Path[] = [{ ...ORIGIN, used }];
  starts.forEach((matches, r) => {
    const next: Path[] = [];
    const sure = certain.get(r);
    for (const path of paths.sort(compare).slice(0, BEAM)) {
      if (path.end > r) {
        next.push(path);
      } else if (sure !== undefined) {
        next.push({ ...extended(path, sure), distance: path.distance + distanceOf(sure) });
      } else {
        let { distance } = path;
        for (const match of matches) {
          if (!isFree(match, path.used)) continue;
          next.push({ ...extended(path, match), distance });
          distance += distanceOf(match);
        }
        next.push({ ...closed(path), end: r + 1, distance });
      }
    }
    paths = next;
  });
  const [best] = paths.sort(compare).slice(0, BEAM).map(closed).sort(compare);
  const chosen: WordMatch[] = [];
  for (let step = best.last; step !== undefined; step = step.before) chosen.push(step.match);
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
  return b.weight - a.weight || a.chunks - b.chunks || a.distance - b.distance;
}

function distanceOf({ reference, candidate }: WordMatch): number {
  return Math.abs(reference - candidate);
}

function isFree({ candidate, candidateLength }: WordMatch, used: Uint8Array): boolean {
  for (let c = candidate; c < candidate + candidateLength; c++) if (used[c] !== 0) return false;
  return true;
}

/** The path with a match more. */
function extended(path: Path, match: WordMatch): Path {
  const { reference, referenceLength, candidate, candidateLength, stage } = match;
  const used = path.used.slice();
  used.fill(1, candidate, candidate + candidateLength);
  const weight = SEARCH_WEIGHTS[stage];
  const { chunks } = path.next === candidate ? path : closed(path);
  return {
    last: { match, before: path.last },
    used,
    weight: path.weight + Math.floor(weight * referenceLength) + Math.floor(weight * candidateLength),
    chunks,
    next: candidate + candidateLength,
    end: reference + referenceLength,
    distance: path.distance,
  };
}

/** The path with its chunk over. */
function closed(path: Path): Path {
  return path.next === -1 ? path : { ...path, chunks: path.chunks + 1, next: -1 };
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
