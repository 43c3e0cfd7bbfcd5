import { Anchor, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { StageCounts } from '../../api/project.ts';
import type { Stage } from '../../api/workflow.ts';
import { STAGE_KINDS } from '../workflows/stage-kinds.ts';
import { countOfStage } from './summarize-counts.ts';

interface StageTableProps {
  stages: Stage[];
  counts: StageCounts['stages'];
  projectId: string;
}

/** The numbers behind the graph. */
export function StageTable({ stages, counts, projectId }: StageTableProps) {
  const rows = stages.filter((stage) => STAGE_KINDS[stage.kind].holdsTasks);
  return (
    <div className="card">
      <Table aria-label="Tasks per stage">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Stage</Table.Th>
            <Table.Th>Kind</Table.Th>
            <Table.Th ta="right">Waiting</Table.Th>
            <Table.Th ta="right">In hand</Table.Th>
            <Table.Th ta="right">All</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((stage) => {
            const count = counts[stage.id] ?? {};
            return (
              <Table.Tr key={stage.id}>
                <Table.Td>
                  <Anchor
                    component={Link}
                    to={`/projects/${projectId}/tasks?stageId=${encodeURIComponent(stage.id)}`}
                    size="sm"
                  >
                    {stage.name}
                  </Anchor>
                </Table.Td>
                <Table.Td>{STAGE_KINDS[stage.kind].label}</Table.Td>
                <Table.Td ta="right" className="number">
                  {(count.open ?? 0) + (count.reopened ?? 0) + (count.skipped ?? 0)}
                </Table.Td>
                <Table.Td ta="right" className="number">
                  {count.assigned ?? 0}
                </Table.Td>
                <Table.Td ta="right" className="number">
                  {countOfStage(counts[stage.id])}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
