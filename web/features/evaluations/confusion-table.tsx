import { memo } from 'react';
import type { ThresholdCounts } from '../../../shared/evaluation/counts-at.ts';
import type { OutcomeFilter } from './outcome-filter.ts';

interface ConfusionTableProps {
  classes: string[];
  counts: ThresholdCounts;
  picked: OutcomeFilter;
  onPick: (filter: OutcomeFilter) => void;
}

/** What is (rows) against what was predicted (columns); each cell opens its objects. */
export const ConfusionTable = memo(function ConfusionTable({
  classes,
  counts,
  picked,
  onPick,
}: ConfusionTableProps) {
  const labels = [...classes, 'background'];
  const size = labels.length;
  // Classes that neither occur nor are predicted would only make it wide.
  const places = labels
    .map((_, place) => place)
    .filter((place) =>
      labels.some((__, i) => counts.confusion[place * size + i] + counts.confusion[i * size + place] > 0),
    );
  const rowSum = (row: number) =>
    counts.confusion.subarray(row * size, (row + 1) * size).reduce((total, count) => total + count, 0);
  return (
    <div className="matrix-scroll">
      <table aria-label="Confusion matrix" className="number-table matrix-table">
        <thead>
          <tr>
            <th>Is ↓ Predicted →</th>
            {places.map((place) => (
              <th key={place}>{labels[place]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((truth) => {
            const name = labels[truth];
            const all = rowSum(truth);
            return (
              <tr key={truth}>
                <th scope="row">{name}</th>
                {places.map((predicted) => {
                  const predictedName = labels[predicted];
                  const count = counts.confusion[truth * size + predicted];
                  if (count === 0) return <td key={predicted} />;
                  const isPicked = picked.cell?.truth === truth && picked.cell.predicted === predicted;
                  const share = count / all;
                  const color = truth === predicted ? 'green' : 'red';
                  return (
                    <td
                      key={predicted}
                      className={isPicked ? 'is-picked' : undefined}
                      title={`${name}, predicted as ${predictedName}: ${Math.round(100 * share)} % of the row`}
                      style={{
                        background: `color-mix(in srgb, var(--mantine-color-${color}-6) ${Math.round(8 + 40 * share)}%, transparent)`,
                      }}
                    >
                      <button
                        type="button"
                        className="count-button"
                        aria-label={`${count} of ${name} predicted as ${predictedName}`}
                        onClick={() => onPick({ kind: 'cell', cell: { truth, predicted } })}
                      >
                        {count.toLocaleString('en')}
                      </button>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
});
