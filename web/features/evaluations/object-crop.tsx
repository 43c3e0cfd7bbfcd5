import { Badge, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { OUTCOME } from '../../../shared/evaluation/view-at-thresholds.ts';
import { assetQuery } from '../label/label-queries.ts';
import { stableUrl } from '../datasets/stable-url.ts';
import type { Boxes, Matches } from './load-matches.ts';
import { ObjectOutline } from './object-outline.tsx';
import type { FoundObject } from './outcome-filter.ts';

interface ObjectCropProps {
  object: FoundObject;
  matches: Matches;
  classes: string[];
  /** That holds the predictions. */
  branch: string;
  /** Of the prediction, when it is one. */
  outcome: number;
}

const WORDS: Record<number, { label: string; color: string }> = {
  [OUTCOME.right]: { label: 'right', color: 'green' },
  [OUTCOME.confused]: { label: 'other class', color: 'red' },
  [OUTCOME.duplicate]: { label: 'twice', color: 'red' },
  [OUTCOME.misplaced]: { label: 'misplaced', color: 'red' },
  [OUTCOME.background]: { label: 'nothing there', color: 'red' },
};

/** Part of an image around one object, with the prediction (solid) and the label that it belongs to (dashed). */
export const ObjectCrop = memo(function ObjectCrop({
  object,
  matches,
  classes,
  branch,
  outcome,
}: ObjectCropProps) {
  const { predictions, truths, images } = matches;
  const { row, image, of } = object;
  const asset = useQuery({ ...assetQuery(images.assetId[image]), staleTime: 5 * 60_000 });
  const [width, height] = [images.numbers.width[image], images.numbers.height[image]];
  const taskId = images.taskId[image];
  const isPrediction = of === 'prediction';
  const main = boxAt(isPrediction ? predictions : truths, row);
  const truthRow = isPrediction
    ? (outcome === OUTCOME.confused ? predictions.otherTruth : predictions.truth)[row]
    : row;
  const truth = truthRow >= 0 ? boxAt(truths, truthRow) : undefined;
  const name = classes[(isPrediction ? predictions : truths).classIndex[row]];
  const word = isPrediction ? WORDS[outcome] : { label: 'missed', color: 'orange' };
  const side = Math.max(main.width, main.height, 24) * 1.8;
  const left = main.x + main.width / 2 - side / 2;
  const top = main.y + main.height / 2 - side / 2;
  const url = stableUrl(images.assetId[image], asset.data?.imageUrl);
  return (
    <Link to="/tasks/$taskId" params={{ taskId }} className="card" style={{ overflow: 'hidden' }}>
      <svg
        viewBox={`${left} ${top} ${side} ${side}`}
        width="100%"
        style={{ display: 'block', aspectRatio: '1', background: 'var(--canvas)' }}
        role="img"
        aria-label={`${name}, ${word.label}, in ${images.key[image]}`}
      >
        {url !== undefined && (
          <image href={url} x={0} y={0} width={width} height={height} preserveAspectRatio="none" />
        )}
        {truth && (
          <ObjectOutline
            taskId={taskId}
            branch="main"
            box={truth}
            color="var(--mantine-color-green-5)"
            isDashed
          />
        )}
        {isPrediction && (
          <ObjectOutline
            taskId={taskId}
            branch={branch}
            box={main}
            color={`var(--mantine-color-${word.color}-5)`}
          />
        )}
      </svg>
      <Stack gap={2} p={6}>
        <Text size="xs" truncate title={name} className="number">
          {name}
          {isPrediction && ` ${predictions.score[row].toFixed(2)}`}
        </Text>
        <Badge size="xs" color={word.color}>
          {word.label}
        </Badge>
      </Stack>
    </Link>
  );
});

function boxAt(boxes: Boxes, row: number) {
  return { x: boxes.x[row], y: boxes.y[row], width: boxes.width[row], height: boxes.height[row] };
}
