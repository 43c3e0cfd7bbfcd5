import type { VectorTable } from '../vectors/vector-table.ts';
import { mixSelections } from './mix-selections.ts';
import { selectBalanced } from './select-balanced.ts';
import { selectDiverse } from './select-diverse.ts';
import { selectHard } from './select-hard.ts';
import { selectRepresentative } from './select-representative.ts';
import type { Selected } from './selected.ts';
import type { SelectionRule, SelectionStrategy } from './selection-rule.ts';

export interface SelectionInput {
  table: VectorTable;
  /** Rows that may be chosen. */
  candidates: readonly number[];
  /** Rows that are labelled or chosen already: what lies near them is less wanted. */
  covered: readonly number[];
  /** Of each row. */
  clusters: ArrayLike<number>;
  uniqueness: ArrayLike<number>;
  /** Copies share a group; undefined: alone. */
  groupOf: (row: number) => number | undefined;
  /** What a model is unsure of and where it was wrong, 0 upwards, of each row; NaN: not known. */
  doubts?: Float64Array;
  losses?: Float64Array;
}

/** Comparing everything with every labelled image would be quadratic: so many of them stand for all. */
const MOST_COVERED = 2000;
/** Strategies that look at vectors look at so many candidates, at even steps, of more. */
const MOST_CANDIDATES = 50_000;
/** More clusters make representatives no better, only slower. */
const MOST_REPRESENTATIVES = 200;

/**
 * Chooses `budget` rows by the rule's weighted mixture, with a reason for each. Deterministic.
 *
 * @returns rows in the order of choice, and the strategies that had nothing to go on
 */
export function selectByRule(
  { budget, mixture }: Pick<SelectionRule, 'budget' | 'mixture'>,
  input: SelectionInput,
): { selected: Selected[]; idle: SelectionStrategy[] } {
  const { candidates, table } = input;
  const wanted = Math.min(budget, candidates.length);
  if (wanted === 0) return { selected: [], idle: [] };
  const looked = evenly(candidates, MOST_CANDIDATES);
  const back = (selected: Selected[]) =>
    selected.map(({ index, reason }) => ({ index: looked[index], reason }));
  const byScore = (scores: Float64Array | undefined, what: string): Selected[] => {
    const known = candidates.filter((row) => scores !== undefined && !Number.isNaN(scores[row]));
    return selectHard(
      known.map((row) => scores![row]),
      known.length,
      what,
    ).map(({ index, reason }) => ({ index: known[index], reason }));
  };
  // Beyond the budget, because copies of what another strategy took are passed over.
  const asked = Math.min(candidates.length, 2 * wanted + 20);
  const make: Record<SelectionStrategy, () => Selected[]> = {
    diverse: () => {
      const covered = evenly(input.covered, MOST_COVERED);
      const rows = [...looked, ...covered];
      const chosen = covered.map((_, i) => looked.length + i);
      return back(selectDiverse(rowsOf(table, rows), asked, chosen));
    },
    balanced: () =>
      back(
        selectBalanced(
          looked.map((row) => `cluster ${input.clusters[row] + 1}`),
          asked,
          (index) => -input.uniqueness[looked[index]],
        ),
      ),
    representative: () =>
      back(selectRepresentative(rowsOf(table, looked), Math.min(asked, MOST_REPRESENTATIVES))),
    uncertain: () => byScore(input.doubts, 'doubt of the model'),
    hard: () => byScore(input.losses, 'share of wrong answers'),
  };
  const offers = mixture.map(({ strategy, weight }) => ({ strategy, weight, selected: make[strategy]() }));
  const idle = offers.filter(({ selected }) => selected.length === 0).map(({ strategy }) => strategy);
  const useful = offers.filter(({ selected }) => selected.length > 0);
  return { selected: mixSelections(useful, wanted, input.groupOf), idle };
}

function evenly(rows: readonly number[], most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(rows.length / most));
  return step === 1 ? rows : rows.filter((_, i) => i % step === 0);
}

function rowsOf({ dimensions, data }: VectorTable, rows: readonly number[]): VectorTable {
  const picked = new Float32Array(rows.length * dimensions);
  for (const [at, row] of rows.entries())
    picked.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  return { count: rows.length, dimensions, data: picked };
}
