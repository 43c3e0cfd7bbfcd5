import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarRepeat, IconEye, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import type { Curation, CurationDetail } from '../../api/curation.ts';
import type { Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { projectQuery } from '../projects/project-queries.ts';
import { JobProgress } from '../jobs/job-progress.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { TimeText } from '../shell/time-text.tsx';
import { counted } from './counted.ts';
import { CurationPlanModal } from './curation-plan-modal.tsx';
import { ImageExplorer } from './image-explorer.tsx';
import { loadImages, loadOverview } from './load-images.ts';

/** The newest look at the images of a project, and a way to look again. */
export function ExplorePage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const client = useQueryClient();
  const live = { refetchIntervalMs: 3_000, limit: 1 };
  const curations = usePages<Curation>('curations', { projectId }, live);
  const jobs = usePages<Job>('jobs', { projectId, kind: 'curate' }, live);
  const newest = curations.items?.[0];
  const id = newest?.id ?? '';
  const images = useQuery({
    queryKey: ['curations', id, 'images'],
    queryFn: async ({ signal }) => {
      const { tableUrl, clustersUrl } = await request<CurationDetail>('GET', `curations/${id}`, { signal });
      const [table, overview] = await Promise.all([
        loadImages(tableUrl, signal),
        loadOverview(clustersUrl, signal),
      ]);
      return { table, overview };
    },
    enabled: newest !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const project = useQuery(projectQuery(projectId)).data;
  const plan = project?.curation;
  const [isPlanning, planning] = useDisclosure();
  const [chosen, setChosen] = useState<CurationThresholds>();
  const limits = chosen ?? CurationThresholds.parse(plan?.thresholds ?? {});
  const mayPlan = project?.role === 'admin' || project?.role === 'teamManager';
  const start = useMutation({
    mutationFn: () => {
      const { thresholds, embedding } = { ...plan, thresholds: limits };
      return request('POST', 'curations', { body: { projectId, thresholds, embedding } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
    onError: (error) => notifyProblem('The images could not be looked at', error),
  });
  const [job] = jobs.items ?? [];
  const isGoing = job?.status === 'queued' || job?.status === 'running';
  const failed = [curations, images].find(({ error }) => error !== null);
  const look = (
    <Group gap="xs">
      {project && mayPlan && (
        <Button variant="default" leftSection={<IconCalendarRepeat size={15} />} onClick={planning.open}>
          {plan?.isOn ? `Looks by itself every ${plan.everyHours} h` : 'Look by itself …'}
        </Button>
      )}
      <Button
        variant={newest ? 'default' : 'filled'}
        leftSection={<IconRefresh size={15} />}
        loading={start.isPending}
        disabled={isGoing}
        onClick={() => start.mutate()}
      >
        {newest ? 'Look again' : 'Look at the images'}
      </Button>
    </Group>
  );
  return (
    <Stack gap="md">
      {failed?.error && <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
      {job && (isGoing || job.status === 'failed') && (
        <div className="card card-pad">
          <JobProgress job={job} />
        </div>
      )}
      {curations.items?.length === 0 && (
        <EmptyState icon={IconEye} title="Nobody has looked at the images yet" action={look}>
          Finds blurred, dark and repeated images, groups what looks alike, and proposes what to label next.
        </EmptyState>
      )}
      {newest && (
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {counted(newest.images, 'image')}, {newest.described.toLocaleString('en')} of them new, looked at{' '}
            <TimeText at={newest.createdAt} />
          </Text>
          {look}
        </Group>
      )}
      {newest && images.isPending && <Skeleton height={420} />}
      {newest && images.data && (
        <ImageExplorer
          key={id}
          projectId={projectId}
          curation={newest}
          images={images.data.table}
          overview={images.data.overview}
          limits={limits}
          onLimits={setChosen}
        />
      )}
      {project && isPlanning && (
        <CurationPlanModal project={project} limits={limits} opened onClose={planning.close} />
      )}
    </Stack>
  );
}
