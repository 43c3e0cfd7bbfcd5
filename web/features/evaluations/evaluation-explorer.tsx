import { Button, Group, Select, SimpleGrid, Slider, Stack, Text, Title } from '@mantine/core';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { curvesAtIou } from '../../../shared/evaluation/curves-at-iou.ts';
import { viewAtThresholds } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { Collection } from '../../api/curation.ts';
import type { EvaluationDetail } from '../../api/evaluation.ts';
import { usePages } from '../../api/use-pages.ts';
import { SendToAnnotation } from '../selection/send-to-annotation.tsx';
import { ClassTable } from './class-table.tsx';
import { ConfusionTable } from './confusion-table.tsx';
import { keptImages } from './kept-images.ts';
import type { ImageFilter, ImageMetric } from './kept-images.ts';
import type { Matches } from './load-matches.ts';
import { type MetricBin, metricBins } from './metric-bins.ts';
import { MetricChart } from './metric-chart.tsx';
import { orderByMetric } from './order-by-metric.ts';
import { ModelComparison } from './model-comparison.tsx';
import { ObjectCrop } from './object-crop.tsx';
import { ObjectFilters } from './object-filters.tsx';
import type { ObjectSize } from './object-size.ts';
import { findObjects } from './outcome-filter.ts';
import type { OutcomeFilter } from './outcome-filter.ts';
import { RecallChart } from './recall-chart.tsx';
import { SimilarUnlabelled } from './similar-unlabelled.tsx';
import { sizeBins } from './size-bins.ts';
import { SizeChart } from './size-chart.tsx';

const PAGE = 24;

/** Any threshold is a filter over matches that are here already: nothing is asked of the server. */
export function EvaluationExplorer({
  evaluation,
  matches,
}: {
  evaluation: EvaluationDetail;
  matches: Matches;
}) {
  const { classes } = evaluation;
  const [thresholds, setThresholds] = useState({ iou: 0.5, score: 0.5 });
  const [picked, setPicked] = useState<OutcomeFilter>({ kind: 'wrong' });
  const [imageFilter, setImageFilter] = useState<ImageFilter>({ split: '' });
  const [metric, setMetric] = useState<ImageMetric>('brightness');
  const [shown, setShown] = useState(PAGE);
  const at = useDeferredValue(thresholds);
  const { predictions, truths, images } = matches;

  const isKept = useMemo(() => keptImages(images, imageFilter), [images, imageFilter]);
  const curves = useMemo(
    () => curvesAtIou(predictions, truths, classes.length, at.iou, isKept),
    [predictions, truths, classes, at.iou, isKept],
  );
  const view = useMemo(
    () => viewAtThresholds(predictions, truths, classes.length, at, isKept),
    [predictions, truths, classes, at, isKept],
  );
  const all = useMemo(
    () => (isKept ? viewAtThresholds(predictions, truths, classes.length, at) : view),
    [predictions, truths, classes, at, isKept, view],
  );
  // Curves and numbers first: what lies further down may follow a moment later.
  const later = useDeferredValue(view);
  const laterAll = useDeferredValue(all);
  const found = useMemo(
    () => findObjects(matches, later, picked, isKept, shown),
    [matches, later, picked, isKept, shown],
  );
  const sizes = useMemo(() => sizeBins(matches, later, isKept), [matches, later, isKept]);
  const order = useMemo(() => orderByMetric(images.numbers[metric]), [images, metric]);
  const bins = useMemo(
    () => metricBins(matches, laterAll, metric, order),
    [matches, laterAll, metric, order],
  );
  const splits = useMemo(() => [...new Set(images.split)].filter((split) => split !== ''), [images]);
  const pick = useCallback((filter: OutcomeFilter) => {
    setPicked(filter);
    setShown(PAGE);
  }, []);
  const pickBin = useCallback(
    ({ from, to }: MetricBin) => setImageFilter((now) => ({ ...now, metric: { name: metric, from, to } })),
    [metric],
  );
  const pickSize = useCallback((size: ObjectSize) => setPicked((now) => ({ ...now, size })), []);
  const taskIds = useMemo(() => found.images.map((image) => images.taskId[image]), [found, images]);
  const assetIds = useMemo(
    () => [...new Set(found.objects.map(({ image }) => images.assetId[image]))],
    [found, images],
  );
  const collections = usePages<Collection>('collections', { projectId: evaluation.projectId }).items ?? [];
  return (
    <Stack gap="lg">
      <Group gap="xl" align="flex-end" className="card card-pad">
        <Threshold
          label="IoU"
          value={thresholds.iou}
          onChange={(iou) => setThresholds({ ...thresholds, iou })}
        />
        <Threshold
          label="Score"
          value={thresholds.score}
          onChange={(score) => setThresholds({ ...thresholds, score })}
        />
        {splits.length > 0 && (
          <Select
            label="Split"
            w={110}
            value={imageFilter.split}
            onChange={(split) => setImageFilter({ ...imageFilter, split: split ?? '' })}
            allowDeselect={false}
            data={[{ value: '', label: 'All' }, ...splits]}
          />
        )}
        {collections.length > 0 && (
          <Select
            label="Collection"
            w={150}
            placeholder="All images"
            clearable
            data={collections.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => {
              const chosen = collections.find((one) => one.id === id);
              setImageFilter({ ...imageFilter, assetIds: chosen && new Set(chosen.assetIds) });
            }}
          />
        )}
        {imageFilter.metric !== undefined && (
          <Button variant="light" onClick={() => setImageFilter({ ...imageFilter, metric: undefined })}>
            Only {imageFilter.metric.name} {imageFilter.metric.from.toFixed(2)} to{' '}
            {imageFilter.metric.to.toFixed(2)} ×
          </Button>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <section className="card card-pad" aria-label="By class">
          <ClassTable classes={classes} view={view} curves={curves} onPick={pick} />
        </section>
        <section className="card card-pad" aria-label="Precision and recall">
          <RecallChart classes={classes} curves={curves} score={at.score} />
        </section>
        <section className="card card-pad" aria-label="Confusion">
          <ConfusionTable classes={classes} view={view} picked={picked} onPick={pick} />
        </section>
        <section className="card card-pad" aria-label="Image metrics">
          <MetricChart metric={metric} bins={bins} onMetric={setMetric} onPick={pickBin} />
          <SizeChart bins={sizes} onPick={pickSize} />
        </section>
      </SimpleGrid>
      <ModelComparison evaluation={evaluation} matches={matches} view={all} thresholds={at} />
      <Group justify="space-between">
        <Group gap="xs">
          <Title order={2}>
            {found.total.toLocaleString('en')} {describe(picked, classes)}
          </Title>
          <ObjectFilters picked={picked} onPick={pick} />
        </Group>
        <Group gap="xs">
          <SimilarUnlabelled projectId={evaluation.projectId} assetIds={assetIds} />
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
            outcome={later.outcome[object.of === 'prediction' ? object.row : -1] ?? 0}
          />
        ))}
      </SimpleGrid>
      {found.total > shown && (
        <Button variant="default" onClick={() => setShown(shown + PAGE)}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

interface ThresholdProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

function Threshold({ label, value, onChange }: ThresholdProps) {
  return (
    <div style={{ width: 230 }}>
      <Text size="xs" fw={500} className="number">
        {label} at least {value.toFixed(2)}
      </Text>
      <Slider
        thumbLabel={`${label} at least`}
        min={label === 'IoU' ? 0.05 : 0}
        max={1}
        step={0.01}
        value={value}
        onChange={onChange}
        label={null}
      />
    </div>
  );
}

function describe({ kind, classIndex, cell }: OutcomeFilter, classes: string[]): string {
  const nameOf = (index: number) => classes[index] ?? 'background';
  if (kind === 'cell' && cell) return `${nameOf(cell.truth)} predicted as ${nameOf(cell.predicted)}`;
  return `${kind}${classIndex === undefined ? '' : `, ${nameOf(classIndex)}`}`;
}
