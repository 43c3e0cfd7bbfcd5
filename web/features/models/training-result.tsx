import { Stack, Table, Text } from '@mantine/core';
import type { TrainingOutcome } from '../../api/model.ts';
import { percent } from '../evaluations/percent.ts';

const ROWS = [
  { key: 'boxIou', label: 'IoU from a box' },
  { key: 'clickIou', label: 'IoU from a click' },
] as const;

/** What the training changed on images that it did not learn from, and what that cost on those of the base. */
export function TrainingResult({ outcome }: { outcome: TrainingOutcome }) {
  const { images, objects, original } = outcome;
  const parts = [
    { title: `Held-out images of this project (${objects} objects)`, ...outcome },
    ...(original ? [{ title: 'Scenes that the base was made for', ...original }] : []),
  ];
  return (
    <Stack gap="xs">
      <Table aria-label="Before and after the training" withRowBorders={false} verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            <Table.Th ta="right">before</Table.Th>
            <Table.Th ta="right">after</Table.Th>
            <Table.Th ta="right">change</Table.Th>
          </Table.Tr>
        </Table.Thead>
        {parts.map(({ title, before, after }) => (
          <Table.Tbody key={title}>
            <Table.Tr>
              <Table.Th colSpan={4} scope="rowgroup" fw={500} c="dimmed">
                {title}
              </Table.Th>
            </Table.Tr>
            {ROWS.map(({ key, label }) => (
              <Table.Tr key={key}>
                <Table.Td>{label}</Table.Td>
                <Table.Td ta="right" className="number">
                  {percent(before[key])}
                </Table.Td>
                <Table.Td ta="right" className="number">
                  {percent(after[key])}
                </Table.Td>
                <Table.Td ta="right" className="number">
                  {after[key] >= before[key] ? '+' : '−'}
                  {(100 * Math.abs(after[key] - before[key])).toFixed(1)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        ))}
      </Table>
      <Text size="xs" c="dimmed">
        Learned from {images} images.
      </Text>
    </Stack>
  );
}
