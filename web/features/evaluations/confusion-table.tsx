import { Table, Tooltip, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { OutcomeFilter } from './outcome-filter.ts';

interface ConfusionTableProps {
  classes: string[];
  view: ThresholdView;
  picked: OutcomeFilter;
  onPick: (filter: OutcomeFilter) => void;
}

/** What is (rows) against what was predicted (columns); each cell opens its objects. */
export const ConfusionTable = memo(function ConfusionTable({
  classes,
  view,
  picked,
  onPick,
}: ConfusionTableProps) {
  const labels = [...classes, 'background'];
  const size = labels.length;
  // Classes that neither occur nor are predicted would only make it wide.
  const places = labels
    .map((_, place) => place)
    .filter((place) =>
      labels.some((__, i) => view.confusion[place * size + i] + view.confusion[i * size + place] > 0),
    );
  const rowSum = (row: number) =>
    view.confusion.subarray(row * size, (row + 1) * size).reduce((total, count) => total + count, 0);
  return (
    <Table.ScrollContainer minWidth={320} maxHeight={420}>
      <Table aria-label="Confusion matrix" withColumnBorders className="number" fz="xs" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Is ↓ Predicted →</Table.Th>
            {places.map((place) => (
              <Table.Th key={place} ta="right">
                {labels[place]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {places.map((truth) => {
            const name = labels[truth];
            const all = rowSum(truth);
            return (
              <Table.Tr key={truth}>
                <Table.Th>{name}</Table.Th>
                {places.map((predicted) => {
                  const predictedName = labels[predicted];
                  const count = view.confusion[truth * size + predicted];
                  const isPicked = picked.cell?.truth === truth && picked.cell.predicted === predicted;
                  const share = all === 0 ? 0 : count / all;
                  const color = truth === predicted ? 'green' : 'red';
                  return (
                    <Table.Td
                      key={predicted}
                      ta="right"
                      bg={
                        count === 0
                          ? undefined
                          : `color-mix(in srgb, var(--mantine-color-${color}-6) ${Math.round(8 + 40 * share)}%, transparent)`
                      }
                      style={
                        isPicked ? { outline: '2px solid var(--mantine-primary-color-filled)' } : undefined
                      }
                    >
                      {count > 0 && (
                        <Tooltip
                          label={`${name}, predicted as ${predictedName}: ${Math.round(100 * share)} % of the row`}
                        >
                          <UnstyledButton
                            fz="xs"
                            w="100%"
                            ta="right"
                            aria-label={`${count} of ${name} predicted as ${predictedName}`}
                            onClick={() => onPick({ kind: 'cell', cell: { truth, predicted } })}
                          >
                            {count.toLocaleString('en')}
                          </UnstyledButton>
                        </Tooltip>
                      )}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
});
