import type { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';

const [WIDTH, HEIGHT] = [400, 110];

/** Distance to the k-th neighbour of all images, ascending: a radius at the bend parts groups from loners. */
export function DistanceChart({ overview, radius }: { overview: ClusterOverview; radius: number }) {
  const { kDistances, minPoints } = overview;
  const most = Math.max(1e-9, kDistances.at(-1) ?? 0);
  const y = (distance: number) => HEIGHT - (distance / most) * (HEIGHT - 10);
  const points = kDistances.map(
    (distance, i) =>
      `${((i / Math.max(1, kDistances.length - 1)) * WIDTH).toFixed(1)},${y(distance).toFixed(1)}`,
  );
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      role="img"
      aria-label={`Distance to the ${minPoints}th neighbour, images in ascending order; the radius is ${radius.toFixed(3)}, the bend lies at ${overview.radius.toFixed(3)}`}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth={1.6}
      />
      <line x1={0} x2={WIDTH} y1={y(overview.radius)} y2={y(overview.radius)} stroke="var(--line)" />
      <line
        x1={0}
        x2={WIDTH}
        y1={y(radius)}
        y2={y(radius)}
        stroke="var(--mantine-color-orange-filled)"
        strokeDasharray="4 3"
      />
      <text x={2} y={10} fontSize={9} fill="var(--mantine-color-dimmed)">
        distance to the {minPoints}th neighbour, 0 to {most.toFixed(3)}; images in ascending order
      </text>
    </svg>
  );
}
