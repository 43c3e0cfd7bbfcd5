import type { MeteorTables } from './meteor-tables.ts';

/** Regular endings and what stands in the base form, in the order in which they are tried. */
const ENDINGS = [
  ['s', ''],
  ['ses', 's'],
  ['xes', 'x'],
  ['zes', 'z'],
  ['ches', 'ch'],
  ['shes', 'sh'],
  ['men', 'man'],
  ['ies', 'y'],
  ['es', 'e'],
  ['es', ''],
  ['ed', 'e'],
  ['ed', ''],
  ['ing', 'e'],
  ['ing', ''],
  ['er', ''],
  ['er', 'e'],
  ['est', ''],
  ['est', 'e'],
] as const;

/**
 * The synsets in which a word, or what it is a form of, may stand: its own, and those of its irregular base forms, or
 * else of the first regular base form that WordNet has. Parts of speech play no role. Source: WordNet's `morphy`, and
 * the tool's answers for 23,000 forms.
 */
export function findSynsets(word: string, tables: Pick<MeteorTables, 'synsets' | 'irregular'>): Set<number> {
  const found = new Set(tables.synsets.get(word));
  const bases = tables.irregular.get(word) ?? regularBase(word, tables.synsets);
  for (const base of bases) for (const synset of tables.synsets.get(base) ?? []) found.add(synset);
  return found;
}

function regularBase(word: string, synsets: MeteorTables['synsets']): string[] {
  if (word.length <= 2 || word.endsWith('ss')) return [];
  for (const [ending, instead] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const base = word.slice(0, word.length - ending.length) + instead;
    if (synsets.has(base)) return [base];
  }
  return [];
}
