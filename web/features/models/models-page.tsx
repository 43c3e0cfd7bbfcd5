import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconSparkles } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Job } from '../../api/job.ts';
import type { Model } from '../../api/model.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { projectQuery } from '../projects/project-queries.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { FineTuneModal } from './fine-tune-modal.tsx';
import { modelInUseQuery } from './model-queries.ts';
import { ModelTable } from './model-table.tsx';
import { PullList } from './pull-list.tsx';
import { TrainingCard } from './training-card.tsx';

/** Which model answers clicks in this project, the others that could, and trainings with their curves. */
export function ModelsPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const client = useQueryClient();
  const project = useQuery(projectQuery(projectId));
  const models = usePages<Model>('models');
  const inUse = useQuery(modelInUseQuery(projectId));
  const trainings = usePages<Job>(
    'jobs',
    { projectId, kind: 'fine-tune' },
    { limit: 5, refetchIntervalMs: 5_000 },
  );
  const [isOpen, setIsOpen] = useState(false);
  const isAdmin = project.data?.role === 'admin';
  const choose = useMutation({
    mutationFn: (modelId: string | undefined) =>
      modelId === undefined
        ? request('POST', 'models/in-use/roll-back', { body: { projectId } })
        : request('PUT', 'models/in-use', { body: { projectId, modelId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['models'] }),
    onError: (error) => notifyProblem('The model in use stays', error),
  });
  // Those tuned on other projects are theirs to use.
  const shown = models.items?.filter(({ tuning }) => tuning === undefined || tuning.projectId === projectId);
  return (
    <Stack gap="md">
      {isAdmin && (
        <Group gap="xs" justify="flex-end">
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={15} />}
            disabled={(inUse.data?.choices.length ?? 0) === 0}
            loading={choose.isPending}
            onClick={() => choose.mutate(undefined)}
          >
            Roll back
          </Button>
          <Button leftSection={<IconSparkles size={15} />} onClick={() => setIsOpen(true)}>
            Fine-tune
          </Button>
        </Group>
      )}
      {models.error !== null && <ErrorState error={models.error} retry={() => void models.refetch()} />}
      {models.isPending && <TableSkeleton />}
      {shown !== undefined && (
        <ModelTable
          models={shown}
          inUse={inUse.data}
          onUse={isAdmin ? (modelId) => choose.mutate(modelId) : undefined}
        />
      )}
      <PullList />
      <Text size="sm" c="dimmed">
        Models of your own come by the command line: <code>lapidary models add</code> takes any ONNX pair, and{' '}
        <code>lapidary models add-detector</code> any ONNX detector.
      </Text>
      {trainings.items?.map((job) => (
        <TrainingCard key={job.id} job={job} />
      ))}
      {isOpen && <FineTuneModal projectId={projectId} onClose={() => setIsOpen(false)} />}
    </Stack>
  );
}
