const NUMBERS = new Map([
  ['none', '0'],
  ...'zero one two three four five six seven eight nine ten'
    .split(' ')
    .map((word, n) => [word, `${n}`] as const),
]);
const ARTICLES = new Set(['a', 'an', 'the']);
const PUNCTUATION = ';/[]"{}()=+\\_-><@`,?!'.split('');

/** Each is also written with one of its apostrophes left out. */
const CONTRACTIONS = new Map(
  [
    "ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't he'd",
    "he'd've he's how'd how'll how's isn't it'd it'd've it'll ma'am mightn't mightn't've might've mustn't must've",
    "needn't not've o'clock oughtn't 'ow's'at shan't she'd've should've shouldn't shouldn't've somebody'd've",
    "somebody'll somebody's someone'd someone'd've someone'll someone's something'd something'd've something'll",
    "that's there'd there'd've there're there's they'd they'd've they'll they're they've 'twas wasn't we'd've we've",
    "weren't what'll what're what's what've when's where'd where's where've who'd who'd've who'll who's who've why'll",
    "why're why's won't would've wouldn't wouldn't've y'all y'all'll y'all'd've you'd you'd've you'll you're you've",
  ]
    .join(' ')
    .split(' ')
    .flatMap((word) =>
      [...word.matchAll(/'/g)].map(
        ({ index }) => [word.slice(0, index) + word.slice(index + 1), word] as const,
      ),
    )
    // A slip of the reference, which people's numbers hold.
    .concat([["somebody'd", 'somebodyd']]),
);
/** The reference takes out so many full stops of an answer and no more. */
const MOST_STOPS = 32;

/**
 * Accuracy of one answer against (usually ten) people's: for each person left out, a third for every other person
 * who said the same, at most 1; mean over the people. With ten people, three who agree give 1 and two give 0.6.
 * The given answer is normalised (numbers, articles, punctuation, contractions); of the people's the punctuation is,
 * and only when they do not all say the same.
 * Source: Antol et al., ICCV 2015, and its `vqaEval.py`, with its slips: `regions.golden.json` holds its answers.
 */
export function vqaAccuracy(answer: string, people: readonly string[]): number {
  if (people.length === 0) return 0;
  const given = normalizeAnswer(answer);
  const said = new Set(people).size > 1 ? people.map(normalizePunctuation) : people;
  const agreeing = said.filter((text) => text === given).length;
  let sum = 0;
  for (const text of said) sum += Math.min(1, (text === given ? agreeing - 1 : agreeing) / 3);
  return sum / said.length;
}

/** What the comparison sees of an answer. */
export function normalizeAnswer(answer: string): string {
  return normalizePunctuation(answer.replaceAll(/[\n\t]/g, ' ').trim())
    .toLowerCase()
    .split(/\s+/)
    .map((word) => NUMBERS.get(word) ?? word)
    .filter((word) => word !== '' && !ARTICLES.has(word))
    .map((word) => CONTRACTIONS.get(word) ?? word)
    .join(' ');
}

function normalizePunctuation(text: string): string {
  let out = text;
  const hasNumberWithComma = /\d,\d/.test(text);
  for (const mark of PUNCTUATION) {
    const isAtEdge = text.includes(`${mark} `) || text.includes(` ${mark}`);
    out = out.replaceAll(mark, isAtEdge || hasNumberWithComma ? '' : ' ');
  }
  let stops = 0;
  return out.replaceAll(/\.(?!\d)/g, (stop) => (stops++ < MOST_STOPS ? '' : stop));
}
