import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconEye, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Curation, CurationDetail } from '../../api/curation.ts';
import type { Job } from '../../api/job.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { JobProgress } from '../jobs/job-progress.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { TimeText } from '../shell/time-text.tsx';
import { ImageExplorer } from './image-explorer.tsx';
import { loadImages } from './load-images.ts';

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
      const { tableUrl } = await request<CurationDetail>('GET', `curations/${id}`, { signal });
      return loadImages(tableUrl, signal);
    },
    enabled: newest !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const start = useMutation({
    mutationFn: () => request('POST', 'curations', { body: { projectId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
    onError: (error) => notifyProblem('The images could not be looked at', error),
  });
  const [job] = jobs.items ?? [];
  const isGoing = job?.status === 'queued' || job?.status === 'running';
  const failed = [curations, images].find(({ error }) => error !== null);
  const look = (
    <Button
      variant={newest ? 'default' : 'filled'}
      leftSection={<IconRefresh size={15} />}
      loading={start.isPending}
      disabled={isGoing}
      onClick={() => start.mutate()}
    >
      {newest ? 'Look again' : 'Look at the images'}
    </Button>
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
            {newest.images.toLocaleString('en')} images, {newest.described.toLocaleString('en')} of them new,
            looked at <TimeText at={newest.createdAt} />
          </Text>
          {look}
        </Group>
      )}
      {newest && images.isPending && <Skeleton height={420} />}
      {newest && images.data && (
        <ImageExplorer key={id} projectId={projectId} curation={newest} images={images.data} />
      )}
    </Stack>
  );
}
