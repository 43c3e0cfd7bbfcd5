import { Button, Group, SimpleGrid, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo, useState } from 'react';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { Evaluation } from '../../api/evaluation.ts';
import type { PredictionSet } from '../../api/prediction-set.ts';
import { request } from '../../api/request.ts';
import { SendToAnnotation } from '../selection/send-to-annotation.tsx';
import type { Matches } from './load-matches.ts';
import { ObjectCrop } from './object-crop.tsx';
import { ObjectFilters } from './object-filters.tsx';
import { findObjects } from './outcome-filter.ts';
import type { OutcomeFilter } from './outcome-filter.ts';
import { SimilarUnlabelled } from './similar-unlabelled.tsx';

const PAGE = 24;

interface ObjectGridProps {
  evaluation: Evaluation;
  matches: Matches;
  view: ThresholdView;
  isKept: Uint8Array | undefined;
  picked: OutcomeFilter;
  onPick: (filter: OutcomeFilter) => void;
}

/** The objects behind a number, and the way from them to the next images to label. */
export const ObjectGrid = memo(function ObjectGrid({
  evaluation,
  matches,
  view,
  isKept,
  picked,
  onPick,
}: ObjectGridProps) {
  const { classes, projectId, predictionSetId } = evaluation;
  const set = useQuery({
    queryKey: ['prediction-sets', predictionSetId],
    queryFn: ({ signal }) => request<PredictionSet>('GET', `prediction-sets/${predictionSetId}`, { signal }),
    staleTime: Infinity,
  });
  const { images } = matches;
  const [more, setMore] = useState({ of: picked, shown: PAGE });
  const shown = more.of === picked ? more.shown : PAGE;
  const found = useMemo(
    () => findObjects(matches, view, picked, isKept, shown),
    [matches, view, picked, isKept, shown],
  );
  const taskIds = useMemo(() => found.images.map((image) => images.taskId[image]), [found, images]);
  const assetIds = useMemo(
    () => [...new Set(found.objects.map(({ image }) => images.assetId[image]))],
    [found, images],
  );
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Group gap="xs">
          <Title order={2}>
            {found.total.toLocaleString('en')} {describe(picked, classes)}
          </Title>
          <ObjectFilters picked={picked} onPick={onPick} />
        </Group>
        <Group gap="xs">
          <SimilarUnlabelled projectId={projectId} assetIds={assetIds} />
          <SendToAnnotation taskIds={taskIds} />
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 2, xs: 3, sm: 4, md: 6, lg: 8 }} spacing="xs">
        {found.objects.map((object) => (
          <ObjectCrop
            key={`${object.of}${object.row}`}
            object={object}
            matches={matches}
            classes={classes}
            branch={set.data?.branch ?? ''}
            outcome={view.outcome[object.of === 'prediction' ? object.row : -1] ?? 0}
          />
        ))}
      </SimpleGrid>
      {found.total > shown && (
        <Button variant="default" onClick={() => setMore({ of: picked, shown: shown + PAGE })}>
          Show more
        </Button>
      )}
    </Stack>
  );
});

function describe({ kind, classIndex, cell }: OutcomeFilter, classes: string[]): string {
  const nameOf = (index: number) => classes[index] ?? 'background';
  if (kind === 'cell' && cell) return `${nameOf(cell.truth)} predicted as ${nameOf(cell.predicted)}`;
  return `${kind}${classIndex === undefined ? '' : `, ${nameOf(classIndex)}`}`;
}
