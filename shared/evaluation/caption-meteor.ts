import type { CaptionPair } from './caption-bleu.ts';
import { addStatistics, meteorScore, meteorStatistics } from './meteor/meteor-statistics.ts';
import type { MeteorTables } from './meteor/meteor-tables.ts';
import { normalizeCaption } from './meteor/normalize-caption.ts';
import { Lexicon } from './meteor/word-matches.ts';

/**
 * METEOR 1.5 for English as the COCO caption evaluation calls it (`-l en -norm`): each caption against its best
 * reference (of equals the first), and the whole set from the added statistics.
 * Source: Denkowski and Lavie, "Meteor Universal", WMT 2014.
 * @param tables the tool's own data, read from the user's copy; other data would give other numbers
 */
export function captionMeteor(
  pairs: readonly CaptionPair[],
  tables: MeteorTables,
): { score: number; perCaption: number[] } {
  const lexicon = new Lexicon(tables);
  const perCaption: number[] = [];
  const best = pairs.map(({ candidate, references }) => {
    const words = normalizeCaption(plainCandidate(candidate), tables.prefixes);
    const all = references.map((reference) =>
      meteorStatistics(words, normalizeCaption(reference, tables.prefixes), lexicon),
    );
    const scores = all.map(meteorScore);
    const at = scores.indexOf(Math.max(...scores));
    perCaption.push(scores[at]);
    return all[at];
  });
  return { score: meteorScore(addStatistics(best)), perCaption };
}

/** pycocoevalcap takes these out of the candidate, but not out of the references. */
function plainCandidate(text: string): string {
  return text.replaceAll('|||', '').replaceAll('  ', ' ');
}
