import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import { traceMask } from '../../../shared/geometry/trace-mask.ts';
import type { TrainingSample } from '../../api/model.ts';
import { percent } from '../evaluations/percent.ts';

/** The outline of a mask as an SVG path in pixels of the image. */
function pathOf(counts: string, height: number, width: number): string {
  const runs = decodeRleCounts(counts);
  if (!runs) return '';
  return traceMask(runs, height, width)
    .flat()
    .map((ring) => `M${ring.map(([x, y]) => `${x} ${y}`).join('L')}Z`)
    .join('');
}

/** Held-out objects with the mask of the base beside that of the tuned model; dashed is the label. */
export function SampleSheet({ samples }: { samples: TrainingSample[] }) {
  return (
    <Stack gap="xs" component="section" aria-label="Held-out objects">
      <Text size="xs" c="dimmed">
        Objects that were held out, each from its box: what the base outlines, and what the tuned model does.
        The dashed line is the label; the number is the IoU with it.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
        {samples.map((sample) => (
          <Sample key={`${sample.taskId}-${sample.box.x}-${sample.box.y}`} sample={sample} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Sample({ sample }: { sample: TrainingSample }) {
  return (
    <Link
      to="/tasks/$taskId"
      params={{ taskId: sample.taskId }}
      className="card"
      style={{ overflow: 'hidden', color: 'inherit', textDecoration: 'none' }}
    >
      <Group gap={2} grow align="flex-start" wrap="nowrap">
        <Crop sample={sample} which="before" label="before" color="orange" />
        <Crop sample={sample} which="after" label="after" color="teal" />
      </Group>
    </Link>
  );
}

interface CropProps {
  sample: TrainingSample;
  which: 'before' | 'after';
  label: string;
  color: string;
}

function Crop({ sample, which, label, color }: CropProps) {
  const { width, height, box, truth, imageUrl } = sample;
  const { mask, iou } = sample[which];
  const found = useMemo(() => pathOf(mask, height, width), [mask, height, width]);
  const wanted = useMemo(() => pathOf(truth, height, width), [truth, height, width]);
  const side = Math.max(box.width, box.height, 24) * 1.5;
  const left = box.x + box.width / 2 - side / 2;
  const top = box.y + box.height / 2 - side / 2;
  const line = `var(--mantine-color-${color}-5)`;
  return (
    <Stack gap={2} pb={4}>
      <svg
        viewBox={`${left} ${top} ${side} ${side}`}
        width="100%"
        style={{ display: 'block', aspectRatio: '1', background: 'var(--canvas)' }}
        role="img"
        aria-label={`The mask ${label} tuning, IoU ${percent(iou)}`}
      >
        <image href={imageUrl} x={0} y={0} width={width} height={height} preserveAspectRatio="none" />
        <path d={found} fill={line} fillOpacity={0.35} stroke={line} strokeWidth={side / 90} />
        <path d={wanted} fill="none" stroke="white" strokeWidth={side / 130} strokeDasharray={side / 40} />
      </svg>
      <Text size="xs" ta="center" className="number">
        {label} {percent(iou)}
      </Text>
    </Stack>
  );
}
