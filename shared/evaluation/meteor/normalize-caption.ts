/** Letters that stay inside words: Latin, Cyrillic and their extensions. Every other sign becomes a word of its own. */
const LETTER = String.raw`A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017e\u0400-\u0527\u1d00-\u1d7f\ua640-\ua66e\ua67e-\ua697`;
const SPACE = /[ \t\n\f\r\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const HYPHEN = new RegExp(`([${LETTER}0-9])-([${LETTER}0-9])`, 'g');
const SIGN = new RegExp(`([^${LETTER}0-9\\s.'\`,-])`, 'gu');
const HAS_LETTER = new RegExp(`[${LETTER}]`);
const APOSTROPHES: [RegExp, string][] = [
  [new RegExp(`([^${LETTER}])'([^${LETTER}])`, 'g'), "$1 ' $2"],
  [new RegExp(`([^${LETTER}0-9])'([${LETTER}])`, 'g'), "$1 ' $2"],
  [new RegExp(`([${LETTER}])'([^${LETTER}])`, 'g'), "$1 ' $2"],
  [new RegExp(`([${LETTER}])'([${LETTER}])`, 'g'), "$1 '$2"],
  [/([0-9])'(s)/g, "$1 '$2"],
];

/**
 * Splits a caption into lower-case words as METEOR 1.5 does with `-norm` for English: typographic quotes and dashes
 * made plain, hyphens between letters opened, punctuation apart, abbreviations without their stops. The steps are
 * those of the Moses tokeniser (Koehn et al. 2007), checked sign by sign against the tool.
 * @param prefixes words after which a full stop ends no sentence (`Mr`), with `true` where only before a number (`No`)
 */
export function normalizeCaption(text: string, prefixes: ReadonlyMap<string, boolean>): string[] {
  let line = text
    .replaceAll(/``|''|[“”]/g, '"')
    .replaceAll(/[`‘’]/g, "'")
    .replaceAll('--', '-');
  line = ` ${line.replaceAll(SPACE, ' ')} `
    .replaceAll(HYPHEN, '$1 $2')
    .replaceAll('–', ' - ')
    .replaceAll(SIGN, ' $1 ')
    .replaceAll(/\.{2,}/g, ' $& ')
    .replaceAll(/([^0-9]),([^0-9])/g, '$1 , $2')
    .replaceAll(/([0-9]),([^0-9])/g, '$1 , $2')
    .replaceAll(/([^0-9]),([0-9])/g, '$1 , $2');
  for (const [pattern, by] of APOSTROPHES) line = line.replaceAll(pattern, by);
  const words = line.split(/[ \t\n\f\r]+/).filter((word) => word !== '');
  return words
    .flatMap((word, i) => splitStop(word, words[i + 1], prefixes))
    .map((word) => word.toLowerCase());
}

/** Decides what the full stop at the end of a word is: part of an abbreviation, or a word of its own. */
function splitStop(word: string, next: string | undefined, prefixes: ReadonlyMap<string, boolean>): string[] {
  if (!word.endsWith('.') || /^\.+$/.test(word)) return [word];
  const stem = word.slice(0, -1);
  if (stem.includes('.') && HAS_LETTER.test(stem)) return [word.replaceAll('.', '')];
  const onlyBeforeNumber = prefixes.get(stem);
  const stays =
    onlyBeforeNumber === false ||
    (onlyBeforeNumber === true && next !== undefined && /^[0-9]/.test(next)) ||
    (next !== undefined && /^[a-z]/.test(next));
  return stays ? [word] : [stem, '.'];
}
