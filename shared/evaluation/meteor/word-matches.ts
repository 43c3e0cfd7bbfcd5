import { findSynsets } from './find-synsets.ts';
import { LONGEST_PHRASE, type MeteorTables } from './meteor-tables.ts';
import { stemEnglish } from './stem-english.ts';

/** 0 the same word, 1 the same stem, 2 synonyms, 3 paraphrases. */
export type Stage = 0 | 1 | 2 | 3;

/** Words of the reference that may stand for words of the candidate; starts and lengths count words. */
export interface WordMatch {
  reference: number;
  referenceLength: number;
  candidate: number;
  candidateLength: number;
  stage: Stage;
}

/** What the stages need to know of a word, found once for each word. */
export class Lexicon {
  readonly #tables: MeteorTables;
  readonly #stems = new Map<string, string>();
  readonly #synsets = new Map<string, Set<number>>();

  constructor(tables: MeteorTables) {
    this.#tables = tables;
  }

  isFunctionWord(word: string): boolean {
    return this.#tables.functionWords.has(word);
  }

  paraphrases(phrase: string): readonly string[] | undefined {
    return this.#tables.paraphrases.get(phrase);
  }

  haveSameStem(a: string, b: string): boolean {
    return this.#stem(a) === this.#stem(b);
  }

  areSynonyms(a: string, b: string): boolean {
    const others = this.#synsetsOf(b);
    for (const synset of this.#synsetsOf(a)) if (others.has(synset)) return true;
    return false;
  }

  #stem(word: string): string {
    let stem = this.#stems.get(word);
    if (stem === undefined) this.#stems.set(word, (stem = stemEnglish(word)));
    return stem;
  }

  #synsetsOf(word: string): Set<number> {
    let synsets = this.#synsets.get(word);
    if (synsets === undefined) this.#synsets.set(word, (synsets = findSynsets(word, this.#tables)));
    return synsets;
  }
}

/**
 * All matches, grouped by the reference word at which they start, in the order of the stages. Two words that match in
 * several ways stand here several times, which is not harmless: see `alignWords`.
 */
export function wordMatches(
  candidate: readonly string[],
  reference: readonly string[],
  lexicon: Lexicon,
): WordMatch[][] {
  const starts: WordMatch[][] = reference.map(() => []);
  const tests: ((word: string, other: string) => boolean)[] = [
    (word, other) => word === other,
    (word, other) => word !== other && lexicon.haveSameStem(word, other),
    (word, other) => word !== other && lexicon.areSynonyms(word, other),
  ];
  tests.forEach((test, stage) => {
    reference.forEach((word, r) => {
      candidate.forEach((other, c) => {
        if (!test(word, other)) return;
        starts[r].push({
          reference: r,
          referenceLength: 1,
          candidate: c,
          candidateLength: 1,
          stage: stage as Stage,
        });
      });
    });
  });
  const phrases = phrasesOf(candidate);
  for (const [phrase, places] of phrasesOf(reference)) {
    for (const other of lexicon.paraphrases(phrase) ?? []) {
      const otherPlaces = phrases.get(other);
      if (otherPlaces === undefined) continue;
      const referenceLength = phrase.split(' ').length;
      const candidateLength = other.split(' ').length;
      for (const r of places) {
        for (const c of otherPlaces) {
          starts[r].push({ reference: r, referenceLength, candidate: c, candidateLength, stage: 3 });
        }
      }
    }
  }
  for (const matches of starts) matches.sort((a, b) => a.stage - b.stage || byPlace(a, b));
  return starts;
}

function byPlace(a: WordMatch, b: WordMatch): number {
  return (
    a.candidate - b.candidate ||
    a.referenceLength - b.referenceLength ||
    a.candidateLength - b.candidateLength
  );
}

/** Every run of up to seven words with the places at which it starts. */
function phrasesOf(words: readonly string[]): Map<string, number[]> {
  const phrases = new Map<string, number[]>();
  for (let start = 0; start < words.length; start++) {
    let phrase = '';
    for (let end = start; end < words.length && end - start < LONGEST_PHRASE; end++) {
      phrase = end === start ? words[end] : `${phrase} ${words[end]}`;
      const places = phrases.get(phrase);
      if (places === undefined) phrases.set(phrase, [start]);
      else places.push(start);
    }
  }
  return phrases;
}
