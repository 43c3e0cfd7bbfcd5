import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { meteorStatistics } from './meteor-statistics.ts';
import { Lexicon } from './word-matches.ts';

/** Written by `test/interop/eval-meteor-goldens.py` with the tool itself. */
interface Golden {
  paraphrases: [string, string][];
  /** Reference, candidate, equal words, words of the candidate and of the reference in paraphrases, chunks. */
  cases: [string, string, number, number, number, number][];
}

it('takes of equally good alignments the one that METEOR 1.5 takes', () => {
  const file = join(import.meta.dirname, 'alignments.golden.json');
  const { paraphrases, cases } = JSON.parse(readFileSync(file, 'utf8')) as Golden;
  const lexicon = new Lexicon({
    functionWords: new Set(),
    prefixes: new Map(),
    synsets: new Map(),
    irregular: new Map(),
    paraphrases: Map.groupBy(paraphrases, ([phrase]) => phrase)
      .entries()
      .reduce(
        (table, [phrase, rows]) =>
          table.set(
            phrase,
            rows.map(([, other]) => other),
          ),
        new Map(),
      ),
  });
  for (const [reference, candidate, ...counts] of cases) {
    const found = meteorStatistics(candidate.split(' '), reference.split(' '), lexicon);
    expect(
      [found.candidate.content[0], found.candidate.content[3], found.reference.content[3], found.chunks],
      `${candidate} beside ${reference}`,
    ).toEqual(counts);
  }
});
