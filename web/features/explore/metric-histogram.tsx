import { Group, RangeSlider, Text } from '@mantine/core';
import { useMemo } from 'react';
import { countShown, histogram } from './histogram.ts';

interface MetricHistogramProps {
  name: string;
  values: Float64Array;
  shown: readonly number[];
  range: [number, number] | undefined;
  /** undefined: everything is in the range again. */
  onRange: (range: [number, number] | undefined) => void;
}

const HEIGHT = 44;

/** How a metric is spread, with a range to keep; pale bars are all images, full ones those that are shown. */
export function MetricHistogram({ name, values, shown, range, onRange }: MetricHistogramProps) {
  const bars = useMemo(() => histogram(values), [values]);
  const kept = useMemo(() => countShown(bars, shown), [bars, shown]);
  const { from, to, all } = bars;
  const most = Math.max(1, ...all);
  const digits = to - from > 50 ? 0 : 2;
  const [low, high] = range ?? [from, to];
  return (
    <div>
      <Group justify="space-between">
        <Text size="xs" fw={500}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" className="number">
          {low.toFixed(digits)} to {high.toFixed(digits)}
        </Text>
      </Group>
      <svg
        viewBox={`0 0 ${all.length * 4} ${HEIGHT}`}
        width="100%"
        height={HEIGHT}
        preserveAspectRatio="none"
        aria-hidden
      >
        {all.map((count, i) => (
          <g key={i} fill="var(--mantine-primary-color-filled)">
            <rect
              x={i * 4}
              width={3.4}
              y={HEIGHT * (1 - count / most)}
              height={(HEIGHT * count) / most}
              opacity={0.25}
            />
            <rect
              x={i * 4}
              width={3.4}
              y={HEIGHT * (1 - kept[i] / most)}
              height={(HEIGHT * kept[i]) / most}
            />
          </g>
        ))}
      </svg>
      <RangeSlider
        size="xs"
        label={null}
        min={from}
        max={to}
        step={(to - from) / 100}
        minRange={0}
        value={[low, high]}
        thumbFromLabel={`${name} from`}
        thumbToLabel={`${name} to`}
        onChange={([a, b]) => {
          const slack = (to - from) / 1000;
          onRange(a <= from + slack && b >= to - slack ? undefined : [a, b]);
        }}
      />
    </div>
  );
}
