import { Anchor, Group, SimpleGrid, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Dataset } from '../../api/dataset.ts';
import { usePages } from '../../api/use-pages.ts';
import { ImageStrip } from './image-strip.tsx';

/** The datasets with their first images. */
export function HomeDatasets() {
  const datasets = usePages<Dataset>('datasets', {}, { limit: 4 });
  if (datasets.items === undefined || datasets.items.length === 0) return null;
  const isOne = datasets.items.length === 1;
  return (
    <section aria-label="Datasets">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Datasets</Title>
        {datasets.hasNextPage && (
          <Anchor component={Link} to="/datasets" size="sm">
            All datasets
          </Anchor>
        )}
      </Group>
      <SimpleGrid cols={isOne ? 1 : 2} spacing="sm">
        {datasets.items.map(({ id, name, counts }) => (
          <Link key={id} to="/datasets/$datasetId" params={{ datasetId: id }} className="card strip-card">
            <ImageStrip datasetId={id} shown={isOne ? 9 : 5} />
            <Group justify="space-between" wrap="nowrap" className="strip-text">
              <Text size="sm" fw={600} truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" className="number no-shrink">
                {imagesText(counts?.ready ?? 0, counts?.quarantined ?? 0)}
              </Text>
            </Group>
          </Link>
        ))}
      </SimpleGrid>
    </section>
  );
}

function imagesText(ready: number, quarantined: number): string {
  const images = `${ready.toLocaleString('en')} ${ready === 1 ? 'image' : 'images'}`;
  return quarantined === 0 ? images : `${images} · ${quarantined.toLocaleString('en')} unreadable`;
}
