/** What METEOR knows about English; read from the user's copy of its data, of which nothing is shipped here. */
export interface MeteorTables {
  functionWords: ReadonlySet<string>;
  /** Words that end in a full stop without ending a sentence; `true`: only before a number. */
  prefixes: ReadonlyMap<string, boolean>;
  /** WordNet's synsets of each base form. */
  synsets: ReadonlyMap<string, readonly number[]>;
  /** Base forms of each irregular form. */
  irregular: ReadonlyMap<string, readonly string[]>;
  /** For a phrase (words joined by one space) its paraphrases, as often and in the order in which the table has them. */
  paraphrases: ReadonlyMap<string, readonly string[]>;
}

/** Phrases of the paraphrase table have up to so many words. */
export const LONGEST_PHRASE = 7;
