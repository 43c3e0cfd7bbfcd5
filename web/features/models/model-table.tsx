import { Badge, Button, Table, Text } from '@mantine/core';
import type { Model, ModelInUse } from '../../api/model.ts';
import { percent } from '../evaluations/percent.ts';
import { TimeText } from '../shell/time-text.tsx';

interface ModelTableProps {
  models: Model[];
  inUse: ModelInUse | undefined;
  /** Left out for whoever may not choose. */
  onUse?: (modelId: string) => void;
}

/** What there is, where it comes from, what it was measured to be worth, and which answers clicks here. */
export function ModelTable({ models, inUse, onUse }: ModelTableProps) {
  return (
    <div className="card">
      <Table aria-label="Models">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Model</Table.Th>
            <Table.Th>Licence</Table.Th>
            <Table.Th>From</Table.Th>
            <Table.Th ta="right">IoU from a box</Table.Th>
            <Table.Th ta="right">IoU from a click</Table.Th>
            <Table.Th ta="right">Made</Table.Th>
            <Table.Th aria-label="Choose" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {models.map(({ id, name, kind, licence, parentId, tuning }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Text size="sm" fw={500}>
                  {name}
                </Text>
                <Text size="xs" c="dimmed">
                  {id}
                </Text>
              </Table.Td>
              <Table.Td>{licence}</Table.Td>
              <Table.Td>{parentId ?? '–'}</Table.Td>
              <Table.Td ta="right" className="number">
                {tuning ? `${percent(tuning.before.boxIou)} → ${percent(tuning.after.boxIou)}` : '–'}
              </Table.Td>
              <Table.Td ta="right" className="number">
                {tuning ? `${percent(tuning.before.clickIou)} → ${percent(tuning.after.clickIou)}` : '–'}
              </Table.Td>
              <Table.Td ta="right">
                <TimeText at={tuning?.createdAt} />
              </Table.Td>
              <Table.Td ta="right">
                {inUse?.modelId === id && <Badge color="green">in use</Badge>}
                {kind === 'detector' && <Badge color="gray">detector</Badge>}
                {kind === 'endpoint' && <Badge color="gray">batch work</Badge>}
                {kind === 'embedder' && <Badge color="gray">makes vectors</Badge>}
                {kind === 'segmenter' && inUse !== undefined && inUse.modelId !== id && onUse && (
                  <Button
                    variant="default"
                    size="compact-xs"
                    onClick={() => onUse(id)}
                    aria-label={`Use ${id}`}
                  >
                    Use
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
