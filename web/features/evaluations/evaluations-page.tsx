import { Anchor, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconChartDots3, IconFileImport, IconTargetArrow } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Evaluation } from '../../api/evaluation.ts';
import type { Job } from '../../api/job.ts';
import type { Model } from '../../api/model.ts';
import type { PredictionSet } from '../../api/prediction-set.ts';
import type { Snapshot } from '../../api/snapshot.ts';
import { usePages } from '../../api/use-pages.ts';
import { JobProgress } from '../jobs/job-progress.tsx';
import { nameOfJob } from '../jobs/name-of-job.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { ImportPredictionsModal } from './import-predictions-modal.tsx';
import { NewEvaluationModal } from './new-evaluation-modal.tsx';
import { percent } from './percent.ts';

const KINDS = ['import-predictions', 'evaluate'];

/** Prediction sets and their evaluations, and what is on its way. */
export function EvaluationsPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const live = { refetchIntervalMs: 3_000 };
  const evaluations = usePages<Evaluation>('evaluations', { projectId }, live);
  const sets = usePages<PredictionSet>('prediction-sets', { projectId }, live);
  const jobs = usePages<Job>('jobs', { projectId }, { ...live, limit: 20 });
  const snapshots = usePages<Snapshot>('snapshots', { projectId }).items ?? [];
  const models = (usePages<Model>('models').items ?? []).filter(({ kind }) => kind === 'detector');
  const [open, setOpen] = useState<'import' | 'evaluate'>();
  const ready = (sets.items ?? []).filter(({ status }) => status === 'ready');
  const shown = (jobs.items ?? []).filter(
    ({ kind, status }) => KINDS.includes(kind) && status !== 'succeeded' && status !== 'cancelled',
  );
  const failed = [evaluations, sets].find(({ error }) => error !== null);
  const actions = (
    <Group gap="xs" justify="flex-end">
      <Button variant="default" leftSection={<IconFileImport size={15} />} onClick={() => setOpen('import')}>
        Import predictions
      </Button>
      <Button
        leftSection={<IconTargetArrow size={15} />}
        disabled={ready.length === 0 && models.length === 0}
        onClick={() => setOpen('evaluate')}
      >
        Evaluate
      </Button>
    </Group>
  );
  return (
    <Stack gap="md">
      {failed?.error && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
      {actions}
      {shown.map((job) => (
        <Group key={job.id} className="card card-pad" gap="md">
          <Text size="sm">{nameOfJob(job)}</Text>
          <div className="grow">
            <JobProgress job={job} />
          </div>
        </Group>
      ))}
      {evaluations.isPending && <TableSkeleton />}
      {evaluations.items?.length === 0 && (
        <EmptyState icon={IconChartDots3} title="No evaluations yet">
          {ready.length === 0
            ? 'Import what a model predicted for images of this project, or let a model predict, then score it against the labels.'
            : `${ready.length} ${ready.length === 1 ? 'prediction set is' : 'prediction sets are'} ready to be evaluated.`}
        </EmptyState>
      )}
      {evaluations.items !== undefined && evaluations.items.length > 0 && (
        <div className="card">
          <Table aria-label="Evaluations">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Predictions</Table.Th>
                <Table.Th>Against</Table.Th>
                <Table.Th ta="right">AP</Table.Th>
                <Table.Th ta="right">AP50</Table.Th>
                <Table.Th ta="right">Images</Table.Th>
                <Table.Th>Gate</Table.Th>
                <Table.Th ta="right">Made</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {evaluations.items.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td fw={500}>
                    <Anchor component={Link} size="sm" to={`/projects/${projectId}/evaluations/${one.id}`}>
                      {one.predictionSetName}
                    </Anchor>{' '}
                    <Badge color="gray">{one.iouType === 'bbox' ? 'boxes' : 'masks'}</Badge>
                  </Table.Td>
                  <Table.Td>
                    {snapshots.find(({ id }) => id === one.snapshotId)?.name ??
                      (one.snapshotId === undefined ? 'the labels of that time' : 'a snapshot')}
                    {one.split === undefined ? '' : `, ${one.split}`}
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    {percent(one.stats[0])}
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    {percent(one.stats[1])}
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    {one.counts.images.toLocaleString('en')}
                  </Table.Td>
                  <Table.Td>
                    {one.gate && (
                      <Badge color={one.gate.isPassed ? 'green' : 'red'}>
                        {one.gate.isPassed ? 'passed' : 'not reached'}
                      </Badge>
                    )}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Text size="sm" c="dimmed">
                      <TimeText at={one.createdAt} />
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <LoadMore {...evaluations} />
      {open === 'import' && (
        <ImportPredictionsModal projectId={projectId} onClose={() => setOpen(undefined)} />
      )}
      {open === 'evaluate' && (
        <NewEvaluationModal
          projectId={projectId}
          models={models}
          sets={ready}
          snapshots={snapshots}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Stack>
  );
}
