import { Badge, Button, Chip, Grid, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Collection, Curation } from '../../api/curation.ts';
import { usePages } from '../../api/use-pages.ts';
import { filterImages } from './filter-images.ts';
import type { ExploreFilter } from './filter-images.ts';
import { ImageCard } from './image-card.tsx';
import { ImageMap } from './image-map.tsx';
import { METRICS } from './load-images.ts';
import type { ExploredImages } from './load-images.ts';
import { MetricHistogram } from './metric-histogram.tsx';
import { SelectionBasket } from './selection-basket.tsx';

const PAGE = 24;
const NO_FILTER: ExploreFilter = { ranges: {} };

interface ImageExplorerProps {
  projectId: string;
  curation: Curation;
  images: ExploredImages;
}

/** All images at once: histograms, map, issues and clusters narrow down what the grid shows. */
export function ImageExplorer({ projectId, curation, images }: ImageExplorerProps) {
  const [filter, setFilter] = useState(NO_FILTER);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [shownCount, setShownCount] = useState(PAGE);
  const applied = useDeferredValue(filter);
  const shown = useMemo(() => filterImages(images, applied), [images, applied]);
  const collections = usePages<Collection>('collections', { projectId }).items ?? [];
  const narrow = (change: Partial<ExploreFilter>) => {
    setFilter({ ...filter, ...change });
    setShownCount(PAGE);
  };
  const rowsOf = (assetIds: string[]) => {
    const wanted = new Set(assetIds);
    return new Set(images.assetId.flatMap((id, row) => (wanted.has(id) ? [row] : [])));
  };
  const issues = Object.entries(curation.issues).sort(([, a], [, b]) => b - a);
  return (
    <Stack gap="md">
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="sm" className="card card-pad">
            {METRICS.map((name) => (
              <MetricHistogram
                key={name}
                name={name}
                values={images.metrics[name]}
                shown={shown}
                range={filter.ranges[name]}
                onRange={(range) => narrow({ ranges: { ...filter.ranges, [name]: range } })}
              />
            ))}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="sm" className="card card-pad">
            <ImageMap images={images} shown={shown} onLasso={(lasso) => narrow({ lasso })} />
            <Group gap={6} role="group" aria-label="Issues">
              {issues.length === 0 && (
                <Text size="sm" c="dimmed">
                  No issues found.
                </Text>
              )}
              {issues.map(([kind, count]) => (
                <Chip
                  key={kind}
                  size="xs"
                  color="orange"
                  checked={filter.issue === kind}
                  onChange={(isOn) => narrow({ issue: isOn ? kind : undefined })}
                >
                  {kind.replaceAll('-', ' ')} {count}
                  {changeOf(curation, kind, count)}
                </Chip>
              ))}
            </Group>
            <Group gap={6} role="group" aria-label="Clusters">
              {curation.clusters.map(({ label, size }) => (
                <Chip
                  key={label}
                  size="xs"
                  checked={filter.cluster === label}
                  onChange={(isOn) => narrow({ cluster: isOn ? label : undefined })}
                >
                  cluster {label + 1}: {size}
                </Chip>
              ))}
            </Group>
            {collections.length > 0 && (
              <Group gap={6} role="group" aria-label="Collections">
                {collections.map(({ id, name, assetIds }) => (
                  <Button
                    key={id}
                    variant="light"
                    size="compact-xs"
                    onClick={() => narrow({ lasso: rowsOf(assetIds) })}
                  >
                    {name}: {assetIds.length}
                  </Button>
                ))}
              </Group>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      <Group justify="space-between">
        <Group gap="xs">
          <Title order={2}>{shown.length.toLocaleString('en')} images</Title>
          <Chip
            size="xs"
            checked={filter.isProposed ?? false}
            onChange={(isOn) => narrow({ isProposed: isOn })}
          >
            label next
          </Chip>
          {filter.similarTo !== undefined && <Badge color="lapis">like {images.key[filter.similarTo]}</Badge>}
          {filter.lasso !== undefined && <Badge color="lapis">{filter.lasso.size} picked out</Badge>}
          {filter !== NO_FILTER && (
            <Button variant="subtle" size="compact-xs" onClick={() => setFilter(NO_FILTER)}>
              Show all
            </Button>
          )}
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={shown.length === 0}
            onClick={() => setSelected(new Set([...selected, ...shown]))}
          >
            Select these
          </Button>
        </Group>
        <SelectionBasket
          projectId={projectId}
          images={images}
          selected={selected}
          onClear={() => setSelected(new Set())}
        />
      </Group>
      <SimpleGrid cols={{ base: 2, xs: 3, sm: 4, md: 6, lg: 8 }} spacing="xs">
        {shown.slice(0, shownCount).map((row) => (
          <ImageCard
            key={row}
            images={images}
            row={row}
            isSelected={selected.has(row)}
            onSelect={(isOn) => {
              const next = new Set(selected);
              if (isOn) next.add(row);
              else next.delete(row);
              setSelected(next);
            }}
            onSimilar={() => setFilter({ ranges: {}, similarTo: row })}
          />
        ))}
      </SimpleGrid>
      {shown.length > shownCount && (
        <Button variant="default" onClick={() => setShownCount(shownCount + PAGE)}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

/** ` (+3)` since the run before. */
function changeOf(curation: Curation, kind: string, count: number): string {
  if (!curation.before) return '';
  const change = count - (curation.before.issues[kind] ?? 0);
  return change === 0 ? '' : ` (${change > 0 ? '+' : '−'}${Math.abs(change)})`;
}
