const NUMBERS: Record<string, string> = {
  none: '0',
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
};
const ARTICLES = new Set(['a', 'an', 'the']);
const PUNCTUATION = ';/[]"{}()=+\\_-><@`,?!'.split('');

/** Words that people type without their apostrophe, by what follows it. */
const CONTRACTIONS = new Map(
  [
    "ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't oughtn't",
    "shan't shouldn't wasn't weren't won't wouldn't he'd he's how'd how'll how's I'd I'm I've it'd it'll let's ma'am",
    "she's that's there'd there's they'd they'll they're they've we've what'll what're what's what've when's where'd",
    "where's who'd who'll who's who've why'll why's y'all you'd you'll you're you've could've should've would've",
  ]
    .join(' ')
    .split(' ')
    .map((word) => [word.replace("'", '').toLowerCase(), word] as const),
);

/**
 * Accuracy of one answer against (usually ten) people's: for each person left out, a third for every other person
 * who said the same, at most 1; mean over the people. With ten people, three who agree give 1 and two give 0.6.
 * Texts are normalised (numbers, articles, punctuation, contractions) only when the people do not all agree.
 * Source: Antol et al., ICCV 2015, and its `vqaEval.py`.
 */
export function vqaAccuracy(answer: string, people: readonly string[]): number {
  if (people.length === 0) return 0;
  let given = trim(answer);
  let said = people.map(trim);
  if (new Set(said).size > 1) {
    said = said.map(normalizePunctuation);
    given = normalizeAnswer(given);
  }
  let sum = 0;
  said.forEach((_, left) => {
    const agreeing = said.filter((text, i) => i !== left && text === given).length;
    sum += Math.min(1, agreeing / 3);
  });
  return sum / said.length;
}

/** What the comparison sees of an answer. */
export function normalizeAnswer(answer: string): string {
  return normalizePunctuation(trim(answer))
    .toLowerCase()
    .split(/\s+/)
    .map((word) => NUMBERS[word] ?? word)
    .filter((word) => word !== '' && !ARTICLES.has(word))
    .map((word) => CONTRACTIONS.get(word) ?? word)
    .join(' ');
}

function trim(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('\t', ' ').trim();
}

function normalizePunctuation(text: string): string {
  let out = text;
  const hasNumberWithComma = /\d,\d/.test(text);
  for (const mark of PUNCTUATION) {
    const isAtEdge = text.includes(`${mark} `) || text.includes(` ${mark}`);
    out = out.replaceAll(mark, isAtEdge || hasNumberWithComma ? '' : ' ');
  }
  return out.replaceAll(/(?<!\d)\.(?!\d)/g, '');
}
