import { LONGEST_PHRASE } from './meteor-tables.ts';

/**
 * Remembers, in 16 MB and with a few per cent of false "yes", which phrases occur in the captions at hand, so that of
 * the five million paraphrases only those are kept that can match. A false "yes" costs memory and nothing else.
 */
export class PhraseFilter {
  readonly #bits = new Uint32Array(2 ** 22);

  /** Adds every run of up to seven words. */
  add(words: readonly string[]): void {
    for (let start = 0; start < words.length; start++) {
      let hash = SEED;
      for (let end = start; end < words.length && end - start < LONGEST_PHRASE; end++) {
        if (end > start) hash = mix(hash, SPACE);
        hash = hashOf(words[end], hash);
        const bit = finish(hash);
        this.#bits[bit >>> 5] |= 1 << (bit & 31);
      }
    }
  }

  mayHave(phrase: string): boolean {
    const bit = finish(hashOf(phrase, SEED));
    return (this.#bits[bit >>> 5] & (1 << (bit & 31))) !== 0;
  }
}

const SEED = 0x811c9dc5;
const SPACE = 32;

/** FNV-1a over UTF-16 units. */
function hashOf(text: string, hash: number): number {
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

function mix(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

function finish(hash: number): number {
  return (hash ^ (hash >>> 15)) & (2 ** 27 - 1);
}
