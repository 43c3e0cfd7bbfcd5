import { Button, Group, Select, Slider, Text } from '@mantine/core';
import { memo } from 'react';
import type { Collection } from '../../api/curation.ts';
import { usePages } from '../../api/use-pages.ts';
import type { ImageFilter } from './kept-images.ts';

interface Thresholds {
  iou: number;
  score: number;
}

interface ThresholdBarProps {
  projectId: string;
  splits: string[];
  thresholds: Thresholds;
  onThresholds: (change: Partial<Thresholds>) => void;
  imageFilter: ImageFilter;
  onImageFilter: (change: Partial<ImageFilter>) => void;
}

/** What counts as right, and which images count. */
export function ThresholdBar({
  projectId,
  splits,
  thresholds,
  onThresholds,
  imageFilter,
  onImageFilter,
}: ThresholdBarProps) {
  return (
    <Group gap="xl" align="flex-end" className="card card-pad">
      <Threshold label="IoU" value={thresholds.iou} onChange={(iou) => onThresholds({ iou })} />
      <Threshold label="Score" value={thresholds.score} onChange={(score) => onThresholds({ score })} />
      <ImageFilters
        projectId={projectId}
        splits={splits}
        imageFilter={imageFilter}
        onImageFilter={onImageFilter}
      />
    </Group>
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

type ImageFiltersProps = Pick<ThresholdBarProps, 'projectId' | 'splits' | 'imageFilter' | 'onImageFilter'>;

const ImageFilters = memo(function ImageFilters({
  projectId,
  splits,
  imageFilter,
  onImageFilter,
}: ImageFiltersProps) {
  const collections = usePages<Collection>('collections', { projectId }).items ?? [];
  const { split, metric } = imageFilter;
  return (
    <>
      {splits.length > 0 && (
        <Select
          label="Split"
          w={110}
          value={split}
          onChange={(chosen) => onImageFilter({ split: chosen ?? '' })}
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
            onImageFilter({ assetIds: chosen && new Set(chosen.assetIds) });
          }}
        />
      )}
      {metric !== undefined && (
        <Button variant="light" onClick={() => onImageFilter({ metric: undefined })}>
          Only {metric.name} {metric.from.toFixed(2)} to {metric.to.toFixed(2)} ×
        </Button>
      )}
    </>
  );
});
