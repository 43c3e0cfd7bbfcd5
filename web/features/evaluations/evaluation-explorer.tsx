import { Grid, Skeleton, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { memo, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { countsAt } from '../../../shared/evaluation/counts-at.ts';
import { curvesAt } from '../../../shared/evaluation/curves-at.ts';
import { indexMatches } from '../../../shared/evaluation/threshold-index.ts';
import type { Evaluation } from '../../api/evaluation.ts';
import { ClassTable } from './class-table.tsx';
import { ConfusionTable } from './confusion-table.tsx';
import { CurvesCard } from './curves-card.tsx';
import { ExplorerDetails } from './explorer-details.tsx';
import { keptImages } from './kept-images.ts';
import type { ImageFilter } from './kept-images.ts';
import type { Matches } from './load-matches.ts';
import type { OutcomeFilter } from './outcome-filter.ts';
import { ThresholdBar } from './threshold-bar.tsx';

/** Numbers and curves follow a slider at once; what looks at every row waits until it has rested for so long. */
const REST_MS = 200;

/** Any threshold is a filter over matches that are here already: nothing is asked of the server. */
export const EvaluationExplorer = memo(function EvaluationExplorer({
  evaluation,
  matches,
}: {
  evaluation: Evaluation;
  matches: Matches;
}) {
  const { classes } = evaluation;
  const [thresholds, setThresholds] = useState({ iou: 0.5, score: 0.5 });
  const [rested] = useDebouncedValue(thresholds, REST_MS);
  const [picked, setPicked] = useState<OutcomeFilter>({ kind: 'wrong' });
  const [imageFilter, setImageFilter] = useState<ImageFilter>({ split: '' });
  const { predictions, truths, images } = matches;
  // The numbers are painted before the rest is worked out.
  const hasDetails = useDeferredValue(true, false);

  const isKept = useMemo(() => keptImages(images, imageFilter), [images, imageFilter]);
  const index = useMemo(
    () => indexMatches(predictions, truths, classes.length, isKept),
    [predictions, truths, classes, isKept],
  );
  const curves = useMemo(() => curvesAt(index, thresholds.iou), [index, thresholds.iou]);
  const counts = useMemo(() => countsAt(index, thresholds), [index, thresholds]);
  const splits = useMemo(() => [...new Set(images.split)].filter((split) => split !== ''), [images]);
  const changeThresholds = useCallback(
    (change: Partial<typeof thresholds>) => setThresholds((now) => ({ ...now, ...change })),
    [],
  );
  const changeImages = useCallback(
    (change: Partial<ImageFilter>) => setImageFilter((now) => ({ ...now, ...change })),
    [],
  );
  return (
    <Stack gap="md">
      <ThresholdBar
        projectId={evaluation.projectId}
        splits={splits}
        thresholds={thresholds}
        onThresholds={changeThresholds}
        imageFilter={imageFilter}
        onImageFilter={changeImages}
      />
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <section className="card card-pad fill" aria-label="By class">
            <ClassTable classes={classes} counts={counts} curves={curves} onPick={setPicked} />
          </section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <section className="card card-pad fill" aria-label="Curves">
            <CurvesCard
              classes={classes}
              curves={curves}
              matches={matches}
              isKept={isKept}
              score={thresholds.score}
            />
          </section>
        </Grid.Col>
      </Grid>
      <section className="card card-pad" aria-label="Confusion">
        <ConfusionTable classes={classes} counts={counts} picked={picked} onPick={setPicked} />
      </section>
      {hasDetails ? (
        <ExplorerDetails
          evaluation={evaluation}
          matches={matches}
          thresholds={rested}
          isKept={isKept}
          onImageFilter={changeImages}
          picked={picked}
          onPick={setPicked}
        />
      ) : (
        <Skeleton height={320} />
      )}
    </Stack>
  );
});
