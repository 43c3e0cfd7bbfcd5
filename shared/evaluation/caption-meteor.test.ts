import { describe, expect, it } from 'vitest';
import { captionMeteor } from './caption-meteor.ts';
import { parseMeteorTables } from './meteor/parse-meteor-tables.ts';
import type { MeteorTables } from './meteor/meteor-tables.ts';
import { normalizeCaption } from './meteor/normalize-caption.ts';
import { stemEnglish } from './meteor/stem-english.ts';

const tables: MeteorTables = {
  ...parseMeteorTables({
    functionWords: 'the\na\nof\n',
    prefixes: '# titles\nMr\nNo #NUMERIC_ONLY#\n',
    synsets: 'car\n1 2\nautomobile\n1\nrun\n3\njog\n3\n',
    exceptions: 'run\nran running\n',
  }),
  paraphrases: new Map([
    ['in front of', ['before']],
    ['before', ['in front of']],
  ]),
};
const score = (candidate: string, ...references: string[]): number =>
  captionMeteor([{ candidate, references }], tables).score;

describe('METEOR with a small table', () => {
  it('is 1 for the same words and 0 without any in common or without words', () => {
    expect(score('a red car', 'a red car')).toBe(1);
    expect(score('a dog', 'blue sky')).toBe(0);
    expect(score('', 'blue sky')).toBe(0);
    expect(score('', '')).toBe(0);
  });

  it('weighs stems and synonyms below the same word, also of irregular forms', () => {
    expect(score('dogs', 'dog')).toBeCloseTo(0.6, 12);
    expect(score('automobile', 'car')).toBeCloseTo(0.8, 12);
    expect(score('ran', 'jogs')).toBeCloseTo(0.8, 12);
    expect(score('cars', 'automobile')).toBeCloseTo(0.8, 12);
  });

  it('matches phrases of different length, without a penalty where one piece covers both', () => {
    expect(score('before', 'in front of')).toBeCloseTo(0.6, 12);
    expect(score('in front of', 'before')).toBeCloseTo(0.6, 12);
  });

  it('takes the best reference and adds up the counts of a set', () => {
    expect(score('a red car', 'blue sky', 'a red car')).toBe(1);
    const { score: whole, perCaption } = captionMeteor(
      [
        { candidate: 'a red car', references: ['a red car'] },
        { candidate: 'a dog', references: ['blue sky'] },
      ],
      tables,
    );
    expect(perCaption).toEqual([1, 0]);
    expect(whole).toBeGreaterThan(0.5);
    expect(whole).toBeLessThan(1);
  });

  it('lowers the score of words in another order', () => {
    expect(score('car red a', 'a red car')).toBeCloseTo(0.4, 12);
  });
});

describe('the words of METEOR', () => {
  it.each([
    ["the dog 's t-shirt", "the dog ' s t shirt"],
    ["it's 5:30 p.m.", "it 's 5 : 30 pm"],
    ['Mr. X, No. 5 and no. X', 'mr. x , no. 5 and no . x'],
    ['1,000 birds ... – “x”', '1,000 birds ... - " x "'],
    ['a,b 1,a', 'a , b 1 , a'],
    ['the end.', 'the end .'],
  ])('splits %s', (text, words) => {
    expect(normalizeCaption(text, tables.prefixes).join(' ')).toBe(words);
  });

  it.each([
    ['generously', 'generous'],
    ['running', 'run'],
    ['skies', 'sky'],
    ['hoping', 'hope'],
    ['hopped', 'hop'],
    ['relational', 'relat'],
    ['news', 'news'],
    ['ties', 'tie'],
  ])('stems %s', (word, stem) => {
    expect(stemEnglish(word)).toBe(stem);
  });
});
