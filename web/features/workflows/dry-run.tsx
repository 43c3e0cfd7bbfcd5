import { NumberInput, Table, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { simulateWorkflow } from '../../../shared/workflow/simulate-workflow.ts';
import type { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';
import { STAGE_KINDS } from './stage-kinds.ts';

/** Where sample tasks would go, before anything is published. */
export function DryRun({ workflow, isSound }: { workflow: WorkflowDocument; isSound: boolean }) {
  const [tasks, setTasks] = useState(100);
  const [rejectionPercent, setRejectionPercent] = useState(20);
  const result = useMemo(
    () =>
      isSound ? simulateWorkflow(workflow, { tasks, rejectionRate: rejectionPercent / 100 }) : undefined,
    [workflow, isSound, tasks, rejectionPercent],
  );
  return (
    <>
      <div className="columns">
        <NumberInput
          label="Tasks"
          w={100}
          min={1}
          max={10_000}
          value={tasks}
          onChange={(value) => setTasks(Math.min(10_000, Math.max(1, Number(value) || 1)))}
        />
        <NumberInput
          label="Rejected, %"
          w={100}
          min={0}
          max={90}
          value={rejectionPercent}
          onChange={(value) => setRejectionPercent(Math.min(90, Math.max(0, Number(value) || 0)))}
        />
      </div>
      {result === undefined ? (
        <Text size="xs" c="dimmed" mt="sm">
          Put the graph right to see where tasks would go.
        </Text>
      ) : (
        <Table mt="xs" aria-label="Result of the dry run">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Stage</Table.Th>
              <Table.Th ta="right">Passes</Table.Th>
              <Table.Th ta="right">End here</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {workflow.stages
              .filter(({ kind }) => STAGE_KINDS[kind].holdsTasks)
              .map(({ id, name }) => (
                <Table.Tr key={id}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td ta="right" className="number">
                    {result.stages[id].entered}
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    {result.stages[id].ended}
                  </Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}
