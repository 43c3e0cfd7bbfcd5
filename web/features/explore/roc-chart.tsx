import type { MicroModel } from '../../api/curation.ts';

interface RocChartProps {
  classNames: string[];
  curves: MicroModel['roc'];
  colorOf: (index: number) => string;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [300, 240, 38, 30, 8];
const x = (share: number) => LEFT + share * (WIDTH - LEFT - 14);
const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);

/** How many of a class are found, for how many others are taken for it; each class against the rest. */
export function RocChart({ classNames, curves, colorOf }: RocChartProps) {
  const areas = classNames.map((name, index) => `${name} ${curves[index].area.toFixed(3)}`).join(', ');
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      style={{ maxWidth: 420 }}
      role="img"
      aria-label={`ROC curves, areas: ${areas}`}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick} fontSize={9} fill="var(--mantine-color-dimmed)">
          <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={LEFT - 5} y={y(tick) + 3} textAnchor="end">
            {100 * tick} %
          </text>
          <text x={x(tick)} y={HEIGHT - 17} textAnchor="middle">
            {100 * tick} %
          </text>
        </g>
      ))}
      <text x={x(0.5)} y={HEIGHT - 4} textAnchor="middle" fontSize={9} fill="var(--mantine-color-dimmed)">
        others taken for it (up: its images found)
      </text>
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke="var(--line)" strokeDasharray="4 3" />
      {curves.map(({ points }, index) => (
        <polyline
          key={classNames[index]}
          points={points
            .map(
              ({ falsePositiveRate, truePositiveRate }) =>
                `${x(falsePositiveRate).toFixed(1)},${y(truePositiveRate).toFixed(1)}`,
            )
            .join(' ')}
          fill="none"
          stroke={colorOf(index)}
          strokeWidth={1.8}
        />
      ))}
    </svg>
  );
}
