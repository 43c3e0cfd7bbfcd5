import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { isGoing } from '../../api/job.ts';
import { usePeople } from '../people/use-people.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { JobProgress } from './job-progress.tsx';
import { jobQuery } from './job-query.ts';
import { JobReport } from './job-report.tsx';
import { nameOfJob } from './name-of-job.ts';
import { hasFile, useJobActions } from './use-job-actions.ts';

/** One job: how far it is, and what came of it. */
export function JobPage() {
  const { projectId, jobId } = useParams({ from: '/signed-in/app/projects/$projectId/jobs/$jobId' });
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const nameOf = usePeople();
  const { cancel, download } = useJobActions();
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (job === undefined) return <TableSkeleton />;
  return (
    <>
      <Anchor component={Link} to={`/projects/${projectId}/jobs`} size="xs" c="dimmed">
        All jobs
      </Anchor>
      <Group justify="space-between" mb="xs" mt={4}>
        <div>
          <Title order={2}>{nameOfJob(job)}</Title>
          <Text size="xs" c="dimmed">
            Started by {nameOf(job.createdBy)} <TimeText at={job.createdAt} />
          </Text>
        </div>
        <Group gap="xs">
          {isGoing(job) && (
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job)}>
              Cancel
            </Button>
          )}
          {hasFile(job) && (
            <Button leftSection={<IconDownload size={15} />} onClick={() => download.mutate(job)}>
              Download
            </Button>
          )}
        </Group>
      </Group>
      <div className="card card-pad" style={{ marginBottom: 14 }}>
        <JobProgress job={job} />
      </div>
      <JobReport job={job} />
    </>
  );
}
