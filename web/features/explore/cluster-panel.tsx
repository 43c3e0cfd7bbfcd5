import { Button, Chip, Group, Slider, Stack, Text } from '@mantine/core';
import type { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import { ChoiceChart } from './choice-chart.tsx';
import { counted } from './counted.ts';
import { DendrogramChart } from './dendrogram-chart.tsx';
import { DistanceChart } from './distance-chart.tsx';
import type { Group as ImageGroup, Grouping } from './group-images.ts';

interface ClusterPanelProps {
  overview: ClusterOverview | undefined;
  grouping: Grouping;
  groups: ImageGroup[];
  /** Images in no group. */
  alone: number;
  /** The groups are still those of before. */
  isLoading: boolean;
  active: number | undefined;
  onGrouping: (grouping: Grouping) => void;
  onActive: (label: number | undefined) => void;
}

const MOST_CHIPS = 60;
const WAYS: [Grouping['by'], string][] = [
  ['k-means', 'k-means'],
  ['tree', 'Tree'],
  ['density', 'Density'],
];

/** How the images are grouped, and the groups to pick from. */
export function ClusterPanel(props: ClusterPanelProps) {
  const { overview, grouping, groups, alone, isLoading, active, onGrouping, onActive } = props;
  const leaves = overview?.leafSizes.length ?? 0;
  const farthest = overview?.kDistances.at(-1) ?? 0;
  const choose = (by: Grouping['by']) => {
    if (!overview) return;
    if (by === 'tree') onGrouping({ by: 'tree', clusters: overview.bestSilhouette });
    else if (by === 'density') onGrouping({ by: 'density', radius: overview.radius });
    else onGrouping({ by: 'k-means' });
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {isLoading
            ? 'Grouping …'
            : `${counted(groups.length, 'group')}${alone > 0 ? `, ${counted(alone, 'image')} alone` : ''}`}
        </Text>
        {overview && (
          <Button.Group aria-label="Group images by">
            {WAYS.map(([by, label]) => (
              <Button
                key={by}
                size="compact-xs"
                variant={grouping.by === by ? 'filled' : 'default'}
                aria-pressed={grouping.by === by}
                onClick={() => choose(by)}
              >
                {label}
              </Button>
            ))}
          </Button.Group>
        )}
      </Group>
      {overview && grouping.by === 'k-means' && <ChoiceChart overview={overview} onChoose={onGrouping} />}
      {overview && grouping.by === 'tree' && leaves > 1 && (
        <>
          <DendrogramChart overview={overview} clusters={grouping.clusters} onGrouping={onGrouping} />
          <Slider
            size="sm"
            min={1}
            max={Math.min(leaves, MOST_CHIPS)}
            value={grouping.clusters}
            label={(clusters) => `${clusters} groups`}
            thumbLabel="Groups"
            onChange={(clusters) => onGrouping({ by: 'tree', clusters })}
          />
        </>
      )}
      {overview && grouping.by === 'density' && farthest > 0 && (
        <>
          <DistanceChart overview={overview} radius={grouping.radius} />
          <Slider
            size="sm"
            min={0}
            max={farthest}
            step={farthest / 200}
            value={grouping.radius}
            label={(radius) => `radius ${radius.toFixed(3)}`}
            thumbLabel="Radius"
            onChange={(radius) => onGrouping({ by: 'density', radius })}
          />
        </>
      )}
      <Group gap={6} role="group" aria-label="Clusters">
        {groups.slice(0, MOST_CHIPS).map(({ label, size }) => (
          <Chip
            key={label}
            size="xs"
            checked={active === label}
            onChange={(isOn) => onActive(isOn ? label : undefined)}
          >
            cluster {label + 1}: {size.toLocaleString('en')}
          </Chip>
        ))}
        {groups.length > MOST_CHIPS && (
          <Text size="xs" c="dimmed">
            and {groups.length - MOST_CHIPS} smaller ones
          </Text>
        )}
      </Group>
    </Stack>
  );
}
