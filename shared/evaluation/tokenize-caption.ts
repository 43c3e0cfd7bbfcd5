/** Tokens that the COCO caption evaluation drops. `-LRB-` and its kin are lower case by then and stay. */
const DROPPED = new Set(["''", "'", '``', '`', '.', '?', '!', ',', ':', '-', '--', '...', ';']);

const BRACKETS: Record<string, string> = {
  '(': '-lrb-',
  ')': '-rrb-',
  '[': '-lsb-',
  ']': '-rsb-',
  '{': '-lcb-',
  '}': '-rcb-',
};

/** Abbreviations whose full stop belongs to them; single letters with stops (u.s.) are found by shape. */
const ABBREVIATION =
  /^(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|inc|ltd|co|corp|bros|etc|gen|lt|col|sgt|capt|rev|sen|rep|gov|ave|blvd|rd|no|dept|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$/;

const TOKEN = new RegExp(
  [
    String.raw`https?:\/\/[^\s"<>]+|www\.[^\s"<>]+`,
    String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`,
    String.raw`(?:\p{L}\.){2,}`,
    String.raw`\.\.\.+|--+`,
    String.raw`\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![\p{L}\d]|-[\p{L}\d])`,
    String.raw`[\p{L}\d_]+(?:[-'&/][\p{L}\d_]+)*\.?`,
    String.raw`'n'|'[\p{L}\d_]+|''|[?!]+|\S`,
  ].join('|'),
  'gu',
);

/**
 * Splits a caption as Stanford's Penn Treebank tokeniser does (lower case), and leaves out punctuation: the
 * tokenisation of the COCO caption evaluation, for the texts that captions are. Rare constructions (URLs with odd
 * endings, currency names, emoji sequences) may split differently.
 * @returns the tokens joined by one space, ready for the caption metrics
 */
export function tokenizeCaption(caption: string): string {
  const text = caption
    .replaceAll('\n', ' ')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[–—]/g, '--');
  const tokens: string[] = [];
  for (const [match] of text.matchAll(TOKEN)) tokens.push(...splitToken(match));
  return tokens.filter((token) => token !== '' && !DROPPED.has(token)).join(' ');
}

function splitToken(token: string): string[] {
  if (token === '"') return [];
  if (token in BRACKETS) return [BRACKETS[token]];
  if (/^\.\.\.+$/.test(token)) return ['...'];
  if (/^--+$/.test(token)) return ['--'];
  if (
    token.length > 1 &&
    token.endsWith('.') &&
    !ABBREVIATION.test(token) &&
    !/^(?:\p{L}\.)+$/u.test(token)
  ) {
    return [...splitToken(token.slice(0, -1)), '.'];
  }
  return splitContraction(token);
}

/** `don't` → `do n't`, `dog's` → `dog 's`, `cannot` → `can not`, `gonna` → `gon na`. */
function splitContraction(word: string): string[] {
  if (word === 'cannot') return ['can', 'not'];
  if (['gonna', 'gotta', 'wanna'].includes(word)) return [word.slice(0, 3), word.slice(3)];
  if (word === 'gimme' || word === 'lemme') return [word.slice(0, 3), word.slice(3)];
  const not = /^(.+)(n't)$/.exec(word);
  if (not !== null) return [not[1], not[2]];
  const clitic = /^(.+)('(?:s|m|d|re|ve|ll))$/.exec(word);
  if (clitic !== null) return [clitic[1], clitic[2]];
  return [word];
}
