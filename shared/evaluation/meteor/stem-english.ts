const WHOLE_WORDS: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ...['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'].map((word): [string, string] => [
    word,
    word,
  ]),
]);
const DONE_AFTER_PLURAL = /^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/;

/** Endings of steps 2 and 3 with what takes their place. */
const STEP_2: [string, string][] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];
const STEP_3: [string, string][] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const STEP_4 = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|ion|al|er|ic)$/;

/**
 * Stem of a lower-case English word: the Snowball stemmer "English" (Porter2), as it was in 2010, which METEOR 1.5
 * holds. Source: M. Porter and R. Boulton, snowballstem.org.
 */
export function stemEnglish(word: string): string {
  if (word.length < 3) return word;
  const whole = WHOLE_WORDS.get(word);
  if (whole !== undefined) return whole;
  let w = word
    .replace(/^'/, '')
    .replace(/^y/, 'Y')
    .replaceAll(/([aeiouy])y/g, '$1Y');
  const [r1, r2] = regions(w);
  w = w.replace(/(?:'s'|'s|')$/, '');
  w = withoutPlural(w);
  if (DONE_AFTER_PLURAL.test(w)) return w;
  w = withoutTense(w, r1);
  w = w.replace(/(?<=.[^aeiouy])[yY]$/, 'i');
  w = withoutDerivation(w, r1);
  w = withoutAttribute(w, r1, r2);
  w = withoutLastEnding(w, r2);
  return withoutFinalLetter(w, r1, r2).replaceAll('Y', 'y');
}

/** Where the part begins that steps may cut: after the first consonant behind a vowel, and the same again. */
function regions(w: string): [number, number] {
  const after = (from: number): number => {
    const match = /[aeiouy][^aeiouy]/.exec(w.slice(from));
    return match === null ? w.length : from + match.index + 2;
  };
  const r1 = /^(?:gener|commun|arsen)/.exec(w)?.[0].length ?? after(0);
  return [r1, after(r1)];
}

/** Step 1a. */
function withoutPlural(w: string): string {
  if (w.endsWith('sses')) return w.slice(0, -2);
  if (/ie[sd]$/.test(w)) return w.length > 4 ? w.slice(0, -2) : w.slice(0, -1);
  if (/(?:us|ss)$/.test(w)) return w;
  return /[aeiouy].+s$/.test(w) ? w.slice(0, -1) : w;
}

/** Step 1b. */
function withoutTense(w: string, r1: number): string {
  const eed = /eed(?:ly)?$/.exec(w);
  if (eed !== null) return eed.index >= r1 ? w.slice(0, eed.index) + 'ee' : w;
  const match = /(?:ingly|edly|ing|ed)$/.exec(w);
  if (match === null || !/[aeiouy]/.test(w.slice(0, match.index))) return w;
  const rest = w.slice(0, match.index);
  if (/(?:at|bl|iz)$/.test(rest)) return rest + 'e';
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return rest.slice(0, -1);
  return rest.length <= r1 && endsInShortSyllable(rest) ? rest + 'e' : rest;
}

/** Step 2. */
function withoutDerivation(w: string, r1: number): string {
  const found = STEP_2.find(([ending]) => w.endsWith(ending));
  if (found === undefined || w.length - found[0].length < r1) return w;
  const rest = w.slice(0, w.length - found[0].length);
  if (found[0] === 'ogi' && !rest.endsWith('l')) return w;
  if (found[0] === 'li' && !/[cdeghkmnrt]$/.test(rest)) return w;
  return rest + found[1];
}

/** Step 3. */
function withoutAttribute(w: string, r1: number, r2: number): string {
  const found = STEP_3.find(([ending]) => w.endsWith(ending));
  if (found === undefined) return w;
  const at = w.length - found[0].length;
  return at < (found[0] === 'ative' ? r2 : r1) ? w : w.slice(0, at) + found[1];
}

/** Step 4. */
function withoutLastEnding(w: string, r2: number): string {
  const match = STEP_4.exec(w);
  if (match === null || match.index < r2) return w;
  const rest = w.slice(0, match.index);
  return match[0] === 'ion' && !/[st]$/.test(rest) ? w : rest;
}

/** Step 5. */
function withoutFinalLetter(w: string, r1: number, r2: number): string {
  const at = w.length - 1;
  if (w.endsWith('e')) {
    return at >= r2 || (at >= r1 && !endsInShortSyllable(w.slice(0, at))) ? w.slice(0, at) : w;
  }
  return w.endsWith('ll') && at >= r2 ? w.slice(0, at) : w;
}

function endsInShortSyllable(w: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/.test(w);
}
