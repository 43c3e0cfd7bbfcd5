import { Badge, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job } from '../../api/job.ts';
import type { TrainingOutcome } from '../../api/model.ts';
import { request } from '../../api/request.ts';
import { JobProgress } from '../jobs/job-progress.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { TimeText } from '../shell/time-text.tsx';
import { fineTuneQuery, isUnderWay } from './model-queries.ts';
import { SampleSheet } from './sample-sheet.tsx';
import { TrainingCurves } from './training-curves.tsx';
import { TrainingResult } from './training-result.tsx';

/** What is being done, as far as the curves tell. */
function stepOf(rounds: number, planned: number): string {
  if (rounds === 0) return 'Freezes a snapshot, prepares its images and begins to learn.';
  if (rounds < planned) return `Round ${rounds} of at most ${planned} is done.`;
  return 'Measures the base and the tuned model on the images that were held out.';
}

/** One training: how far it is, its curves, and at the end what it changed. */
export function TrainingCard({ job }: { job: Job }) {
  const client = useQueryClient();
  const { data } = useQuery(fineTuneQuery(job.id));
  const now = data?.job ?? job;
  const { status } = now;
  useEffect(() => {
    // A training that ends may have put another model into use.
    if (status === 'succeeded') void client.invalidateQueries({ queryKey: ['models'], type: 'active' });
  }, [client, status]);
  const cancel = useMutation({
    mutationFn: () => request('POST', `jobs/${job.id}/cancel`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['models', 'fine-tunes', job.id] }),
    onError: (error) => notifyProblem('The training could not be cancelled', error),
  });
  // What register-model writes when everything was done.
  const outcome = status === 'succeeded' ? (now.result as unknown as TrainingOutcome | undefined) : undefined;
  const isPromoted = outcome?.isPromoted;
  return (
    <Stack gap="sm" className="card card-pad" role="region" aria-label={`Training ${data?.modelId ?? ''}`}>
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {data === undefined ? 'Training' : `${data.modelId}, from ${data.baseModelId}`}{' '}
          <Text span size="sm" c="dimmed">
            <TimeText at={job.createdAt} />
          </Text>
        </Text>
        {isUnderWay(now) && (
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        )}
        {isPromoted === true && <Badge color="green">better: put into use</Badge>}
        {isPromoted === false && <Badge color="gray">no better: the model in use stayed</Badge>}
      </Group>
      {status !== 'succeeded' && <JobProgress job={now} />}
      {data !== undefined && isUnderWay(now) && (
        <Text size="xs" c="dimmed" role="status">
          {stepOf(data.epochs.length, data.plannedEpochs)}
        </Text>
      )}
      {data !== undefined && (data.epochs.length > 0 || isUnderWay(now)) && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <TrainingCurves epochs={data.epochs} planned={data.plannedEpochs} />
          {outcome !== undefined && <TrainingResult outcome={outcome} />}
        </SimpleGrid>
      )}
      {data !== undefined && data.samples.length > 0 && <SampleSheet samples={data.samples} />}
    </Stack>
  );
}
