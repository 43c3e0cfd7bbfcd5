import { Group, Text } from '@mantine/core';

/** A curve in shares of one. */
export interface UnitLine {
  name: string;
  /** Written beside the name. */
  value: string;
  points: [x: number, y: number][];
  /** A place on the curve that is marked. */
  mark?: [x: number, y: number];
}

interface UnitChartProps {
  label: string;
  xName: string;
  yName: string;
  lines: UnitLine[];
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [420, 260, 38, 30, 8];
const COLORS = ['lapis', 'orange', 'teal', 'grape', 'red', 'lime', 'cyan', 'pink'];
/** More lines than these cannot be told apart; the rest is in the table. */
export const MOST_LINES = COLORS.length;
const placeX = (value: number) => LEFT + value * (WIDTH - LEFT - 22);
const placeY = (value: number) => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
const colorOf = (line: number) => `var(--mantine-color-${COLORS[line % COLORS.length]}-6)`;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Curves over the unit square: one path each, so that they follow a slider. */
export function UnitChart({ label, xName, yName, lines }: UnitChartProps) {
  return (
    <figure style={{ margin: 0 }}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label={label}>
        {TICKS.map((tick) => (
          <g key={tick} fontSize={10} fill="var(--mantine-color-dimmed)">
            <line x1={placeX(0)} x2={placeX(1)} y1={placeY(tick)} y2={placeY(tick)} stroke="var(--line)" />
            <text x={LEFT - 5} y={placeY(tick) + 3} textAnchor="end">
              {100 * tick} %
            </text>
            <text x={placeX(tick)} y={HEIGHT - 16} textAnchor="middle">
              {100 * tick} %
            </text>
          </g>
        ))}
        <text
          x={placeX(0.5)}
          y={HEIGHT - 3}
          textAnchor="middle"
          fontSize={10}
          fill="var(--mantine-color-dimmed)"
        >
          {xName} (up: {yName})
        </text>
        {lines.map(({ name, points, mark }, line) => (
          <g key={name} stroke={colorOf(line)} fill="none" strokeWidth={1.6}>
            <path d={pathOf(points)} />
            {mark && <circle cx={placeX(mark[0])} cy={placeY(mark[1])} r={3.5} fill={colorOf(line)} />}
          </g>
        ))}
      </svg>
      <Group gap="sm" component="figcaption">
        {lines.map(({ name, value }, line) => (
          <Text key={name} size="xs" className="number">
            <span aria-hidden style={{ color: colorOf(line) }}>
              ●
            </span>{' '}
            {name} {value}
          </Text>
        ))}
      </Group>
    </figure>
  );
}

function pathOf(points: [x: number, y: number][]): string {
  return points
    .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${placeX(x).toFixed(1)} ${placeY(y).toFixed(1)}`)
    .join('');
}
