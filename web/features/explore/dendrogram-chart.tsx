import { useMemo, type MouseEvent } from 'react';
import type { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import { cutHeight, dendrogramLayout } from './dendrogram-layout.ts';
import type { Grouping } from './group-images.ts';

const [WIDTH, HEIGHT, TOP] = [400, 130, 6];

interface DendrogramChartProps {
  overview: ClusterOverview;
  clusters: number;
  onGrouping: (grouping: Grouping) => void;
}

/** Which groups join at which distance; a click cuts there. */
export function DendrogramChart({ overview, clusters, onGrouping }: DendrogramChartProps) {
  const { merges } = overview;
  const arms = useMemo(() => dendrogramLayout(merges), [merges]);
  const highest = Math.max(1e-9, merges.at(-1)?.distance ?? 0);
  const x = (leaf: number) => ((leaf + 0.5) / (merges.length + 1)) * WIDTH;
  const y = (distance: number) => HEIGHT - (distance / (highest * 1.03)) * (HEIGHT - TOP);
  const cut = cutHeight(merges, clusters);
  const onClick = (event: MouseEvent<SVGSVGElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    const at = ((event.clientY - frame.top) / frame.height) * HEIGHT;
    const distance = ((HEIGHT - at) / (HEIGHT - TOP)) * highest * 1.03;
    const kept = merges.filter((merge) => merge.distance <= distance).length;
    onGrouping({ by: 'tree', clusters: Math.max(1, merges.length + 1 - kept) });
  };
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      role="img"
      aria-label={`Dendrogram of ${merges.length + 1} leaves, cut into ${clusters} groups at distance ${cut.toFixed(3)}`}
      style={{ cursor: 'row-resize' }}
      onClick={onClick}
    >
      {arms.map((arm, i) => (
        <path
          key={i}
          d={`M${x(arm.left)},${y(arm.leftFrom)}V${y(arm.distance)}H${x(arm.right)}V${y(arm.rightFrom)}`}
          fill="none"
          stroke={arm.distance <= cut ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-dimmed)'}
          strokeWidth={0.8}
        />
      ))}
      <line
        x1={0}
        x2={WIDTH}
        y1={y(cut)}
        y2={y(cut)}
        stroke="var(--mantine-color-orange-filled)"
        strokeDasharray="4 3"
      />
      <text x={WIDTH - 2} y={y(cut) - 3} textAnchor="end" fontSize={9} fill="var(--mantine-color-dimmed)">
        distance {cut.toFixed(3)}
      </text>
    </svg>
  );
}
