import { Anchor, Button, Group, Select, Table, Text } from '@mantine/core';
import { IconDownload, IconFileExport, IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { isGoing, type Job } from '../../api/job.ts';
import { usePages } from '../../api/use-pages.ts';
import { usePeople } from '../people/use-people.ts';
import { projectQuery } from '../projects/project-queries.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { JobProgress } from './job-progress.tsx';
import { nameOfJob } from './name-of-job.ts';
import { hasFile, useJobActions } from './use-job-actions.ts';

const STATES = [
  { value: 'running', label: 'Running' },
  { value: 'succeeded', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
];

export function JobsPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const { status } = useSearch({ from: '/signed-in/app/projects/$projectId/jobs' });
  const navigate = useNavigate();
  const nameOf = usePeople();
  const isAdmin = useQuery(projectQuery(projectId)).data?.role === 'admin';
  const jobs = usePages<Job>('jobs', { projectId, status }, { refetchIntervalMs: 2_000 });
  const { cancel, download } = useJobActions();
  const own = `/projects/${projectId}`;
  return (
    <>
      <Group gap="xs" mb="sm">
        <Select
          aria-label="State"
          placeholder="Every state"
          clearable
          w={150}
          value={status ?? null}
          data={STATES}
          onChange={(value) =>
            void navigate({ href: value === null ? `${own}/jobs` : `${own}/jobs?status=${value}` })
          }
        />
        {isAdmin && (
          <Group gap="xs" ml="auto">
            <Button
              component={Link}
              to={`${own}/import`}
              variant="default"
              leftSection={<IconFileImport size={15} />}
            >
              Import labels
            </Button>
            <Button component={Link} to={`${own}/export`} leftSection={<IconFileExport size={15} />}>
              Export labels
            </Button>
          </Group>
        )}
      </Group>
      <ListFrame
        label="Jobs"
        pages={jobs}
        icon={IconFileExport}
        emptyTitle={status === undefined ? 'No jobs yet' : 'No job is in this state'}
        empty="Imports, exports, snapshots and other long work appear here with their progress, and can be cancelled."
        head={
          <>
            <Table.Th>Job</Table.Th>
            <Table.Th w="32%">State</Table.Th>
            <Table.Th>Started by</Table.Th>
            <Table.Th ta="right">Started</Table.Th>
            <Table.Th w={110} aria-label="Actions" />
          </>
        }
        renderRow={(job) => (
          <Table.Tr key={job.id}>
            <Table.Td>
              <Anchor component={Link} to={`${own}/jobs/${job.id}`} size="sm">
                {nameOfJob(job)}
              </Anchor>
            </Table.Td>
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
                <Button variant="subtle" size="compact-xs" color="gray" onClick={() => cancel.mutate(job)}>
                  Cancel
                </Button>
              )}
              {hasFile(job) && (
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
        )}
      />
    </>
  );
}
