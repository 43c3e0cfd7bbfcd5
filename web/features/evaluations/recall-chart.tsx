import { Group, Text } from '@mantine/core';
import { memo } from 'react';
import type { RecallCurve } from '../../../shared/evaluation/curves-at-iou.ts';
import { percent } from './percent.ts';

interface RecallChartProps {
  classes: string[];
  /** One per class, and all classes together as the last. */
  curves: RecallCurve[];
  /** Marks where the score threshold lies on each curve. */
  score: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [420, 260, 38, 30, 8];
const COLORS = ['lapis', 'orange', 'teal', 'grape', 'red', 'lime', 'cyan', 'pink'];
/** More lines than these cannot be told apart; the rest is in the table. */
const MOST_LINES = 8;
const x = (recall: number) => LEFT + recall * (WIDTH - LEFT - 22);
const y = (precision: number) => TOP + (1 - precision) * (HEIGHT - TOP - BOTTOM);
const colorOf = (line: number) => `var(--mantine-color-${COLORS[line % COLORS.length]}-6)`;

/** Precision against recall, by class. */
export const RecallChart = memo(function RecallChart({ classes, curves, score }: RecallChartProps) {
  const lines = classes
    .map((name, index) => ({ name, curve: curves[index] }))
    .filter(({ curve }) => curve.truths > 0)
    .slice(0, MOST_LINES);
  return (
    <figure style={{ margin: 0 }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        role="img"
        aria-label="Precision against recall, by class"
      >
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <g key={tick} fontSize={10} fill="var(--mantine-color-dimmed)">
            <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
            <text x={LEFT - 5} y={y(tick) + 3} textAnchor="end">
              {100 * tick} %
            </text>
            <text x={x(tick)} y={HEIGHT - 16} textAnchor="middle">
              {100 * tick} %
            </text>
          </g>
        ))}
        <text x={x(0.5)} y={HEIGHT - 3} textAnchor="middle" fontSize={10} fill="var(--mantine-color-dimmed)">
          recall (up: precision)
        </text>
        {lines.map(({ name, curve }, line) => {
          const reached = curve.score.findLastIndex((value) => value > 0 && value >= score);
          return (
            <g key={name} stroke={colorOf(line)} fill="none" strokeWidth={1.6}>
              <polyline points={pointsOf(curve)} />
              {reached >= 0 && (
                <circle cx={x(reached / 100)} cy={y(curve.precision[reached])} r={3.5} fill={colorOf(line)} />
              )}
            </g>
          );
        })}
      </svg>
      <Group gap="sm" component="figcaption">
        {lines.map(({ name, curve }, line) => (
          <Text key={name} size="xs" className="number">
            <span aria-hidden style={{ color: colorOf(line) }}>
              ●
            </span>{' '}
            {name} {percent(curve.averagePrecision)}
          </Text>
        ))}
      </Group>
    </figure>
  );
});

/** Up to the last recall that is reached. */
function pointsOf(curve: RecallCurve): string {
  const points: string[] = [];
  for (let i = 0; i < curve.precision.length && (i === 0 || curve.precision[i] > 0); i++)
    points.push(`${x(i / 100).toFixed(1)},${y(curve.precision[i]).toFixed(1)}`);
  return points.join(' ');
}
