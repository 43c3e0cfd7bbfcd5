import { Group, Table, Text } from '@mantine/core';
import type { TrainingEpoch } from '../../api/model.ts';

interface TrainingCurvesProps {
  epochs: TrainingEpoch[];
  /** The axis ends here, so that one sees how much is left. */
  planned: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [420, 180, 40, 36, 8];
const LINES = [
  { key: 'boxIou', label: 'IoU from a box', color: 'lapis' },
  { key: 'clickIou', label: 'IoU from a click', color: 'teal' },
  { key: 'loss', label: 'loss', color: 'orange' },
] as const;
const colorOf = (color: string) => `var(--mantine-color-${color}-6)`;

/** The rounds that the axis names: the first, the last planned, and a few between. */
function ticksOf(planned: number): number[] {
  const step = Math.max(1, Math.ceil(planned / 6));
  const between = Array.from({ length: Math.ceil(planned / step) }, (_, index) => index * step);
  return [1, ...between.filter((round) => round > 1 && round <= planned - step / 2), planned].filter(
    (round, index, all) => all.indexOf(round) === index,
  );
}

/** IoU on the held-out images, and the loss (scaled to its own largest value), by round; the numbers in a table behind. */
export function TrainingCurves({ epochs, planned }: TrainingCurvesProps) {
  const last = epochs.at(-1);
  if (!last) {
    return (
      <Text size="sm" c="dimmed">
        The numbers of the first round appear here.
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
        {ticksOf(planned).map((round) => (
          <text
            key={round}
            x={x(round)}
            y={HEIGHT - BOTTOM + 14}
            textAnchor="middle"
            fontSize={10}
            fill="var(--mantine-color-dimmed)"
          >
            {round}
          </text>
        ))}
        <text
          x={(LEFT + WIDTH - 12) / 2}
          y={HEIGHT - 4}
          textAnchor="middle"
          fontSize={10}
          fill="var(--mantine-color-dimmed)"
        >
          round
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
            {key === 'loss' && <span> (drawn as a share of {most.toFixed(3)})</span>}
          </Text>
        ))}
      </Group>
      <details>
        <Text component="summary" size="xs" c="dimmed" style={{ cursor: 'pointer' }}>
          As a table
        </Text>
        <div style={{ maxHeight: 240, overflow: 'auto' }}>
          <Table aria-label="Rounds of the training" stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th ta="right">Round</Table.Th>
                {LINES.map(({ key, label }) => (
                  <Table.Th key={key} ta="right">
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {epochs.map((one) => (
                <Table.Tr key={one.epoch}>
                  <Table.Td ta="right" className="number">
                    {one.epoch}
                  </Table.Td>
                  {LINES.map(({ key }) => (
                    <Table.Td key={key} ta="right" className="number">
                      {one[key].toFixed(3)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </details>
    </figure>
  );
}
