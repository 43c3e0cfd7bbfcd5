import type { Loss } from './format.ts';

export interface LossGroup {
  title: string;
  losses: Loss[];
}

/** What losses are about, by how they begin; what matters most to a training comes first, and takes what is new. */
const GROUPS: readonly (readonly [title: string, begins: RegExp])[] = [
  ['Images, objects and shapes', /^/],
  [
    'Classes, attributes and answers',
    /^(attribute |answers |classification|denied |confidence|track|class name|blank in|name of a (classification|track)|fact )/,
  ],
  ['Ontology', /^(class without|colour of|skeleton|definition of|rule of)/],
  ['Record keeping', /^(ids? |author|time|hash |source |name of an image|folder of|size of)/],
];

/** Losses for people: in groups, the most important first, and in each what is left out before what is changed. */
export function groupLosses(losses: readonly Loss[]): LossGroup[] {
  const isGone = ({ reason }: Loss): number => (reason.endsWith('left out') ? 0 : 1);
  const groupOf = ({ what }: Loss) => GROUPS.findLast(([, begins]) => begins.test(what));
  return GROUPS.map((group) => ({
    title: group[0],
    losses: losses.filter((loss) => groupOf(loss) === group).sort((a, b) => isGone(a) - isGone(b)),
  })).filter((group) => group.losses.length > 0);
}
