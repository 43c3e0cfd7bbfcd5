import { Group, SegmentedControl, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import type { ImageMetric } from './kept-images.ts';
import type { MetricBin } from './metric-bins.ts';
import { percent } from './percent.ts';

interface MetricChartProps {
  metric: ImageMetric;
  bins: MetricBin[];
  onMetric: (metric: ImageMetric) => void;
  /** Keeps only the images of a bin. */
  onPick: (bin: MetricBin) => void;
}

const METRICS = ['brightness', 'contrast', 'sharpness'] as const;

/** F1 over an image metric; a row keeps only its images. */
export const MetricChart = memo(function MetricChart({ metric, bins, onMetric, onPick }: MetricChartProps) {
  const digits = metric === 'sharpness' ? 0 : 2;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          F1 by image metric
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="Image metric"
          value={metric}
          onChange={onMetric}
          data={[...METRICS]}
        />
      </Group>
      <Table aria-label={`F1 by ${metric}`} className="number">
        <Table.Tbody>
          {bins.map((bin) => (
            <Table.Tr key={bin.from}>
              <Table.Td w={130}>
                <UnstyledButton fz="sm" td="underline dotted" onClick={() => onPick(bin)}>
                  {bin.from.toFixed(digits)} to {bin.to.toFixed(digits)}
                </UnstyledButton>
              </Table.Td>
              <Table.Td>
                <div
                  style={{
                    height: 10,
                    borderRadius: 3,
                    width: `${100 * (bin.f1 || 0)}%`,
                    background: 'var(--mantine-primary-color-filled)',
                  }}
                />
              </Table.Td>
              <Table.Td ta="right" w={80}>
                {percent(bin.f1)}
              </Table.Td>
              <Table.Td ta="right" w={110} style={{ whiteSpace: 'nowrap' }}>
                {bin.images.toLocaleString('en')} images
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
});
