import type { MeteorTables } from './meteor-tables.ts';

/** The small tables as text, as they lie in `meteor-1.5.jar`. */
export interface MeteorTexts {
  /** `function/english.words`: one a line. */
  functionWords: string;
  /** `nonbreaking/english.prefixes`: one a line, `#` begins a comment. */
  prefixes: string;
  /** `synonym/english.synsets`: a word, then a line of its synset numbers. */
  synsets: string;
  /** `synonym/english.exceptions`: a base form, then a line of its irregular forms. */
  exceptions: string;
}

/** Parses the small tables; the paraphrases are read apart, being many. */
export function parseMeteorTables(texts: MeteorTexts): Omit<MeteorTables, 'paraphrases'> {
  const prefixes = new Map<string, boolean>();
  for (const line of lines(texts.prefixes)) {
    const [, word, isNumeric] = /^([^#\s]+)\s*(#NUMERIC_ONLY#)?/.exec(line) ?? [];
    if (word !== undefined) prefixes.set(word, isNumeric !== undefined);
  }
  const irregular = new Map<string, string[]>();
  for (const [base, forms] of pairs(texts.exceptions)) {
    for (const form of forms) {
      const known = irregular.get(form);
      if (known === undefined) irregular.set(form, [base]);
      else known.push(base);
    }
  }
  return {
    functionWords: new Set(lines(texts.functionWords)),
    prefixes,
    synsets: new Map(pairs(texts.synsets).map(([word, numbers]) => [word, numbers.map(Number)])),
    irregular,
  };
}

function lines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function pairs(text: string): [string, string[]][] {
  const all = lines(text);
  return Array.from({ length: Math.floor(all.length / 2) }, (_, i) => [
    all[2 * i],
    all[2 * i + 1].split(/\s+/),
  ]);
}
