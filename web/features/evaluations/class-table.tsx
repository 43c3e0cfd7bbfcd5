import { Table, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import type { RecallCurve } from '../../../shared/evaluation/curves-at-iou.ts';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { OutcomeFilter } from './outcome-filter.ts';
import { percent } from './percent.ts';

interface ClassTableProps {
  classes: string[];
  view: ThresholdView;
  curves: RecallCurve[];
  onPick: (filter: OutcomeFilter) => void;
}

/** Numbers of every class at the thresholds; each count opens the objects behind it. */
export const ClassTable = memo(function ClassTable({ classes, view, curves, onPick }: ClassTableProps) {
  const isThere = (index: number) =>
    curves[index].truths > 0 || view.perClass[index].right + view.perClass[index].wrong > 0;
  const rows = [
    ...classes
      .map((name, index) => ({
        name,
        index,
        ...view.perClass[index],
        ap: curves[index].averagePrecision,
      }))
      .filter(({ index }) => isThere(index)),
    {
      name: 'All classes',
      index: undefined,
      right: sum(view, 'right'),
      wrong: sum(view, 'wrong'),
      missed: sum(view, 'missed'),
      ap: meanPrecision(curves.slice(0, classes.length)),
    },
  ];
  return (
    <Table.ScrollContainer minWidth={430}>
      <Table aria-label="Numbers by class" className="number" horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Class</Table.Th>
            {['AP', 'Precision', 'Recall', 'F1', 'Right', 'Wrong', 'Missed'].map((title) => (
              <Table.Th key={title} ta="right">
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name, index, right, wrong, missed, ap }) => (
            <Table.Tr key={name} fw={index === undefined ? 600 : undefined}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right">{percent(ap)}</Table.Td>
              <Table.Td ta="right">{percent(right / (right + wrong))}</Table.Td>
              <Table.Td ta="right">{percent(right / (right + missed))}</Table.Td>
              <Table.Td ta="right">{percent((2 * right) / (2 * right + wrong + missed))}</Table.Td>
              {(
                [
                  ['right', right],
                  ['wrong', wrong],
                  ['missed', missed],
                ] as const
              ).map(([kind, count]) => (
                <Table.Td key={kind} ta="right">
                  <UnstyledButton
                    fz="sm"
                    td={count > 0 ? 'underline dotted' : undefined}
                    disabled={count === 0}
                    aria-label={`${count} ${kind}, ${name}`}
                    onClick={() => onPick({ kind, classIndex: index })}
                  >
                    {count.toLocaleString('en')}
                  </UnstyledButton>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
});

function sum(view: ThresholdView, name: 'right' | 'wrong' | 'missed'): number {
  return view.perClass.reduce((total, one) => total + one[name], 0);
}

/** Classes without objects have no precision. */
function meanPrecision(curves: RecallCurve[]): number {
  const known = curves.filter(({ truths }) => truths > 0);
  return known.reduce((total, one) => total + one.averagePrecision, 0) / known.length;
}
