import { SimpleGrid } from '@mantine/core';
import { memo, useCallback, useMemo, useState } from 'react';
import { viewAtThresholds } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { Evaluation } from '../../api/evaluation.ts';
import type { ImageFilter, ImageMetric } from './kept-images.ts';
import type { Matches } from './load-matches.ts';
import { type MetricBin, metricBins } from './metric-bins.ts';
import { MetricChart } from './metric-chart.tsx';
import { ModelComparison } from './model-comparison.tsx';
import { ObjectGrid } from './object-grid.tsx';
import type { ObjectSize } from './object-size.ts';
import { orderByMetric } from './order-by-metric.ts';
import type { OutcomeFilter } from './outcome-filter.ts';
import { sizeBins } from './size-bins.ts';
import { SizeChart } from './size-chart.tsx';

interface ExplorerDetailsProps {
  evaluation: Evaluation;
  matches: Matches;
  thresholds: { iou: number; score: number };
  isKept: Uint8Array | undefined;
  onImageFilter: (change: Partial<ImageFilter>) => void;
  picked: OutcomeFilter;
  onPick: (filter: OutcomeFilter) => void;
}

/** What asks for a verdict on every prediction: charts over image metrics and sizes, another model, and the objects. */
export const ExplorerDetails = memo(function ExplorerDetails({
  evaluation,
  matches,
  thresholds,
  isKept,
  onImageFilter,
  picked,
  onPick,
}: ExplorerDetailsProps) {
  const [metric, setMetric] = useState<ImageMetric>('brightness');
  const { predictions, truths, images } = matches;
  const classes = evaluation.classes.length;
  const view = useMemo(
    () => viewAtThresholds(predictions, truths, classes, thresholds, isKept),
    [predictions, truths, classes, thresholds, isKept],
  );
  const all = useMemo(
    () => (isKept ? viewAtThresholds(predictions, truths, classes, thresholds) : view),
    [predictions, truths, classes, thresholds, isKept, view],
  );
  const sizes = useMemo(() => sizeBins(matches, view, isKept), [matches, view, isKept]);
  const order = useMemo(() => orderByMetric(images.numbers[metric]), [images, metric]);
  const bins = useMemo(() => metricBins(matches, all, metric, order), [matches, all, metric, order]);
  const pickBin = useCallback(
    ({ from, to }: MetricBin) => onImageFilter({ metric: { name: metric, from, to } }),
    [metric, onImageFilter],
  );
  const pickSize = (size: ObjectSize) => onPick({ ...picked, size });
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <section className="card card-pad" aria-label="Image metrics">
          <MetricChart metric={metric} bins={bins} onMetric={setMetric} onPick={pickBin} />
        </section>
        <section className="card card-pad" aria-label="Object sizes">
          <SizeChart bins={sizes} onPick={pickSize} />
        </section>
      </SimpleGrid>
      <ModelComparison evaluation={evaluation} matches={matches} view={all} thresholds={thresholds} />
      <ObjectGrid
        evaluation={evaluation}
        matches={matches}
        view={view}
        isKept={isKept}
        picked={picked}
        onPick={onPick}
      />
    </>
  );
});
