import { Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import type { Grouping } from './group-images.ts';

const HEIGHT = 46;

interface ChoiceChartProps {
  overview: ClusterOverview;
  onChoose: (grouping: Grouping) => void;
}

/** How well each number of groups parts the images: high silhouette, low inertia. A bar cuts the tree into as many. */
export function ChoiceChart({ overview, onChoose }: ChoiceChartProps) {
  const { choices, bestSilhouette, elbow } = overview;
  if (choices.length === 0) return null;
  const most = Math.max(1e-9, ...choices.map(({ silhouette }) => silhouette));
  return (
    <div>
      <Text size="xs" c="dimmed">
        Silhouette by number of groups: best with {bestSilhouette}, the inertia bends at {elbow}.
      </Text>
      <Group gap={4} align="end" wrap="nowrap" role="group" aria-label="Silhouette by number of groups">
        {choices.map(({ k, silhouette, inertia }) => (
          <Tooltip key={k} label={`silhouette ${silhouette.toFixed(3)}, inertia ${inertia.toFixed(1)}`}>
            <UnstyledButton
              className="grow"
              ta="center"
              aria-label={`${k} groups: silhouette ${silhouette.toFixed(3)}, inertia ${inertia.toFixed(1)}`}
              onClick={() => onChoose({ by: 'tree', clusters: k })}
            >
              <div
                style={{
                  height: Math.max(2, (HEIGHT * Math.max(0, silhouette)) / most),
                  borderRadius: 3,
                  background: 'var(--mantine-primary-color-filled)',
                  opacity: k === bestSilhouette || k === elbow ? 1 : 0.4,
                }}
              />
              <Text size="xs" c="dimmed" className="number">
                {k}
              </Text>
            </UnstyledButton>
          </Tooltip>
        ))}
      </Group>
    </div>
  );
}
