import { Group, Text } from '@mantine/core';
import type { TrainingEpoch } from '../../api/model.ts';

interface TrainingCurvesProps {
  epochs: TrainingEpoch[];
  /** The axis ends here, so that one sees how much is left. */
  planned: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [420, 170, 40, 30, 8];
const LINES = [
  { key: 'boxIou', label: 'IoU from a box', color: 'lapis' },
  { key: 'clickIou', label: 'IoU from a click', color: 'teal' },
  { key: 'loss', label: 'loss', color: 'orange' },
] as const;
const colorOf = (color: string) => `var(--mantine-color-${color}-6)`;

/** IoU on the held-out images, and the loss (scaled to its own largest value), by round. */
export function TrainingCurves({ epochs, planned }: TrainingCurvesProps) {
  const last = epochs.at(-1);
  if (!last) {
    return (
      <Text size="sm" c="dimmed">
        The first round is under way; its numbers appear here.
      </Text>
    );
  }
  const most = Math.max(...epochs.map(({ loss }) => loss), 1e-9);
  const x = (epoch: number) => LEFT + ((epoch - 1) / Math.max(1, planned - 1)) * (WIDTH - LEFT - 12);
  const y = (value: number) => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
  return (
    <figure style={{ margin: 0 }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        role="img"
        aria-label={`Round ${last.epoch} of ${planned}: IoU ${last.boxIou} from a box, ${last.clickIou} from a click, loss ${last.loss}`}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <g key={tick} fontSize={10} fill="var(--mantine-color-dimmed)">
            <line x1={LEFT} x2={WIDTH - 12} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
            <text x={LEFT - 5} y={y(tick) + 3} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        <text
          x={WIDTH / 2}
          y={HEIGHT - 4}
          textAnchor="middle"
          fontSize={10}
          fill="var(--mantine-color-dimmed)"
        >
          round, of {planned}
        </text>
        {LINES.map(({ key, color }) => (
          <polyline
            key={key}
            points={epochs
              .map(
                (one) =>
                  `${x(one.epoch).toFixed(1)},${y(key === 'loss' ? one.loss / most : one[key]).toFixed(1)}`,
              )
              .join(' ')}
            stroke={colorOf(color)}
            fill="none"
            strokeWidth={1.6}
          />
        ))}
      </svg>
      <Group gap="sm" component="figcaption">
        {LINES.map(({ key, label, color }) => (
          <Text key={key} size="xs" className="number">
            <span aria-hidden style={{ color: colorOf(color) }}>
              ●
            </span>{' '}
            {label} {last[key].toFixed(3)}
          </Text>
        ))}
      </Group>
    </figure>
  );
}
