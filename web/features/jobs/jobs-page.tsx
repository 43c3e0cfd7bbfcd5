import { Button, Group, Select, Table, Text } from '@mantine/core';
import { IconDownload, IconFileExport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';
import type { Snapshot } from '../../api/snapshot.ts';
import { usePages } from '../../api/use-pages.ts';
import { usePeople } from '../people/use-people.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { EXPORT_FORMATS } from './export-formats.ts';
import { JobProgress } from './job-progress.tsx';
import { nameOfJob } from './name-of-job.ts';

const isGoing = (job: Job) => job.status === 'queued' || job.status === 'running';

export function JobsPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const client = useQueryClient();
  const nameOf = usePeople();
  const jobs = usePages<Job>('jobs', { projectId }, { refetchIntervalMs: 2_000 });
  const snapshots = usePages<Snapshot>('snapshots', { projectId }).items ?? [];
  const [source, setSource] = useState('');
  const [format, setFormat] = useState('coco');
  const refresh = () => client.invalidateQueries({ queryKey: ['jobs'] });
  const start = useMutation({
    mutationFn: () =>
      request('POST', 'exports', {
        body: { ...(source === '' ? { projectId } : { snapshotId: source }), format },
      }),
    onSuccess: refresh,
    onError: (error) => notifyProblem('The export did not start', error),
  });
  const cancel = useMutation({
    mutationFn: (job: Job) => request('POST', `jobs/${job.id}/cancel`),
    onSuccess: refresh,
    onError: (error) => notifyProblem('The job could not be cancelled', error),
  });
  const download = useMutation({
    mutationFn: (job: Job) => request<{ downloadUrl: string }>('GET', `exports/${job.id}`),
    onSuccess: ({ downloadUrl }) => {
      const link = document.createElement('a');
      link.href = downloadUrl;
      link.download = '';
      link.click();
    },
    onError: (error) => notifyProblem('The file could not be fetched', error),
  });
  return (
    <>
      <Group gap="xs" mb="md" align="flex-end">
        <Select
          label="Export"
          w={220}
          value={source}
          onChange={(value) => setSource(value ?? '')}
          allowDeselect={false}
          data={[
            { value: '', label: 'The project as it is now' },
            ...snapshots.map(({ id, name }) => ({ value: id, label: `Snapshot ${name}` })),
          ]}
        />
        <Select
          label="Format"
          w={190}
          value={format}
          onChange={(value) => setFormat(value ?? 'coco')}
          allowDeselect={false}
          data={EXPORT_FORMATS}
        />
        <Button
          leftSection={<IconFileExport size={15} />}
          loading={start.isPending}
          onClick={() => start.mutate()}
        >
          Start export
        </Button>
      </Group>
      {jobs.error !== null && <ErrorState error={jobs.error} retry={() => void jobs.refetch()} />}
      {jobs.isPending && <TableSkeleton />}
      {jobs.items?.length === 0 && (
        <EmptyState icon={IconFileExport} title="No jobs yet">
          Exports, snapshots and other long work appear here with their progress, and can be cancelled.
        </EmptyState>
      )}
      {jobs.items !== undefined && jobs.items.length > 0 && (
        <div className="card">
          <Table aria-label="Jobs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Job</Table.Th>
                <Table.Th w="32%">State</Table.Th>
                <Table.Th>Started by</Table.Th>
                <Table.Th ta="right">Started</Table.Th>
                <Table.Th w={110} aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {jobs.items.map((job) => (
                <Table.Tr key={job.id}>
                  <Table.Td>{nameOfJob(job)}</Table.Td>
                  <Table.Td>
                    <JobProgress job={job} />
                  </Table.Td>
                  <Table.Td>{nameOf(job.createdBy)}</Table.Td>
                  <Table.Td ta="right">
                    <Text size="sm" c="dimmed">
                      <TimeText at={job.createdAt} />
                    </Text>
                  </Table.Td>
                  <Table.Td ta="right">
                    {isGoing(job) && (
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        color="gray"
                        onClick={() => cancel.mutate(job)}
                      >
                        Cancel
                      </Button>
                    )}
                    {job.status === 'succeeded' && /export/.test(job.kind) && (
                      <Button
                        variant="light"
                        size="compact-xs"
                        leftSection={<IconDownload size={13} />}
                        onClick={() => download.mutate(job)}
                      >
                        Download
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <LoadMore {...jobs} />
    </>
  );
}
