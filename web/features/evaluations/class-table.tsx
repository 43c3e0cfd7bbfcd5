import { memo } from 'react';
import type { ThresholdCounts } from '../../../shared/evaluation/counts-at.ts';
import type { RecallCurve } from '../../../shared/evaluation/curves-at.ts';
import type { OutcomeFilter } from './outcome-filter.ts';
import { percent } from './percent.ts';

interface ClassTableProps {
  classes: string[];
  counts: ThresholdCounts;
  curves: RecallCurve[];
  onPick: (filter: OutcomeFilter) => void;
}

/** Numbers of every class at the thresholds; each count opens the objects behind it. */
export const ClassTable = memo(function ClassTable({ classes, counts, curves, onPick }: ClassTableProps) {
  const isThere = (index: number) =>
    curves[index].truths > 0 || counts.perClass[index].right + counts.perClass[index].wrong > 0;
  const rows = [
    ...classes
      .map((name, index) => ({
        name,
        index,
        ...counts.perClass[index],
        ap: curves[index].averagePrecision,
      }))
      .filter(({ index }) => isThere(index)),
    {
      name: 'All classes',
      index: undefined,
      right: sum(counts, 'right'),
      wrong: sum(counts, 'wrong'),
      missed: sum(counts, 'missed'),
      ap: meanPrecision(curves.slice(0, classes.length)),
    },
  ];
  // Plain elements: they are drawn again at every step of a slider.
  return (
    <div className="table-card">
      <table aria-label="Numbers by class" className="number-table">
        <thead>
          <tr>
            <th>Class</th>
            {['AP', 'Precision', 'Recall', 'F1', 'Right', 'Wrong', 'Missed'].map((title) => (
              <th key={title}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, index, right, wrong, missed, ap }) => (
            <tr key={index ?? 'all'} className={index === undefined ? 'is-total' : undefined}>
              <th scope="row" title={name}>
                {name}
              </th>
              <td>{percent(ap)}</td>
              <td>{percent(right / (right + wrong))}</td>
              <td>{percent(right / (right + missed))}</td>
              <td>{percent((2 * right) / (2 * right + wrong + missed))}</td>
              {(
                [
                  ['right', right],
                  ['wrong', wrong],
                  ['missed', missed],
                ] as const
              ).map(([kind, count]) => (
                <td key={kind}>
                  <button
                    type="button"
                    className="count-button"
                    disabled={count === 0}
                    aria-label={`${count} ${kind}, ${name}`}
                    onClick={() => onPick({ kind, classIndex: index })}
                  >
                    {count.toLocaleString('en')}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

function sum(counts: ThresholdCounts, name: 'right' | 'wrong' | 'missed'): number {
  return counts.perClass.reduce((total, one) => total + one[name], 0);
}

/** Classes without objects have no precision. */
function meanPrecision(curves: RecallCurve[]): number {
  const known = curves.filter(({ truths }) => truths > 0);
  return known.reduce((total, one) => total + one.averagePrecision, 0) / known.length;
}
