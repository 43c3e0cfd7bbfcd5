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
 * All matches, grouped by the reference word at which they start, in the order of the stages, paraphrases in the order
 * of the table. Two words that match in several ways stand here several times, and order and repetition decide ties:
 * see `alignWords`. Of two equal texts only equal words match.
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
  const isSame = candidate.length === reference.length && candidate.every((word, i) => word === reference[i]);
  (isSame ? tests.slice(0, 1) : tests).forEach((test, stage) => {
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
  if (isSame) return starts;
  // The table has a direction: first from the reference to the candidate, then from the candidate to the reference.
  for (const [from, to] of paraphrasePlaces(reference, candidate, lexicon)) {
    starts[from.start].push(paraphrase(from, to));
  }
  for (const [from, to] of paraphrasePlaces(candidate, reference, lexicon)) {
    starts[to.start].push(paraphrase(to, from));
  }
  return starts;
}

interface Place {
  start: number;
  length: number;
}

function paraphrase(reference: Place, candidate: Place): WordMatch {
  return {
    reference: reference.start,
    referenceLength: reference.length,
    candidate: candidate.start,
    candidateLength: candidate.length,
    stage: 3,
  };
}

/** Where a phrase of one text has a paraphrase in the other: by place, by length, then in the order of the table. */
function* paraphrasePlaces(
  words: readonly string[],
  others: readonly string[],
  lexicon: Lexicon,
): Generator<[Place, Place]> {
  const otherPlaces = new Map<string, Place[]>();
  for (const [phrase, place] of phrasesOf(others)) {
    const places = otherPlaces.get(phrase);
    if (places === undefined) otherPlaces.set(phrase, [place]);
    else places.push(place);
  }
  for (const [phrase, place] of phrasesOf(words)) {
    for (const other of lexicon.paraphrases(phrase) ?? []) {
      for (const otherPlace of otherPlaces.get(other) ?? []) yield [place, otherPlace];
    }
  }
}

/** Every run of up to seven words with its place. */
function* phrasesOf(words: readonly string[]): Generator<[string, Place]> {
  for (let start = 0; start < words.length; start++) {
    let phrase = '';
    for (let length = 1; start + length <= words.length && length <= LONGEST_PHRASE; length++) {
      const word = words[start + length - 1];
      phrase = length === 1 ? word : `${phrase} ${word}`;
      yield [phrase, { start, length }];
    }
  }
}
