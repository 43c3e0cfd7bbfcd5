import { Group, Select, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Dataset } from '../../api/dataset.ts';
import { request } from '../../api/request.ts';
import { ontologyQuery } from '../projects/project-queries.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { Page } from '../shell/page.tsx';
import { DropArea } from '../uploads/drop-area.tsx';
import { InterruptedNotice } from '../uploads/interrupted-notice.tsx';
import { UploadButtons } from '../uploads/upload-buttons.tsx';
import { useUploads } from '../uploads/use-uploads.ts';
import { DatasetMenu } from './dataset-menu.tsx';
import { ImageDetails } from './image-details.tsx';
import { ImageGrid } from './image-grid.tsx';
import { QuarantineList } from './quarantine-list.tsx';
import { useDatasetProjects } from './use-dataset-projects.ts';

export function DatasetPage() {
  const { datasetId } = useParams({ from: '/signed-in/app/datasets/$datasetId' });
  const search = useSearch({ from: '/signed-in/app/datasets/$datasetId' });
  const navigate = useNavigate();
  const uploads = useUploads(datasetId);
  const dataset = useQuery({
    queryKey: ['datasets', datasetId],
    queryFn: () => request<Dataset>('GET', `datasets/${datasetId}`),
    refetchInterval: uploads.isBusy ? 1_500 : 5_000,
  });
  const { counts } = dataset.data ?? {};
  const projects = useDatasetProjects(datasetId);
  const project = projects.find(({ id }) => id === search.labels);
  const classes = useQuery(ontologyQuery(project?.ontologyId ?? '')).data?.classes;
  const colors = useMemo(() => new Map(classes?.map(({ id, color }) => [id, color])), [classes]);
  const look = (changes: Partial<typeof search>) =>
    void navigate({
      to: '/datasets/$datasetId',
      params: { datasetId },
      search: { ...search, ...changes },
      replace: true,
    });
  // The same function at every render: thumbnails are drawn anew only when they change.
  const open = useCallback(
    (image: string) => void navigate({ to: '.', search: (was) => ({ ...was, image }), replace: true }),
    [navigate],
  );
  const isFilledHere = dataset.data !== undefined && dataset.data.source === undefined;
  return (
    <Page
      fill
      title={dataset.data?.name ?? ' '}
      parents={[{ label: 'Datasets', to: '/datasets' }]}
      actions={
        <>
          {dataset.data !== undefined && <DatasetMenu dataset={dataset.data} />}
          {isFilledHere && <UploadButtons onFiles={uploads.add} />}
        </>
      }
    >
      {dataset.error !== null && <ErrorState error={dataset.error} retry={() => void dataset.refetch()} />}
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Tabs
          className="grow"
          value={search.tab ?? 'images'}
          onChange={(next) => look({ tab: next === 'quarantine' ? 'quarantine' : undefined })}
        >
          <Tabs.List aria-label="Images of the dataset">
            <Tabs.Tab value="images">Images{numberOf(counts?.ready)}</Tabs.Tab>
            <Tabs.Tab value="quarantine">Quarantine{numberOf(counts?.quarantined)}</Tabs.Tab>
          </Tabs.List>
        </Tabs>
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {dataset.data?.source === undefined
            ? 'Drop files or folders anywhere on this page'
            : `Mirrors ${dataset.data.source}: change files there`}
        </Text>
        {projects.length > 0 && search.tab === undefined && (
          <Select
            aria-label="Labels over the images"
            placeholder="Without labels"
            size="xs"
            w={190}
            clearable
            value={project?.id ?? null}
            data={projects.map(({ id, name }) => ({ value: id, label: `Labels of ${name}` }))}
            onChange={(id) => look({ labels: id ?? undefined })}
          />
        )}
      </Group>
      <InterruptedNotice datasetId={datasetId} isUploading={uploads.isBusy} />
      <DropArea onFiles={isFilledHere ? uploads.add : undefined}>
        {search.tab === 'quarantine' ? (
          <QuarantineList datasetId={datasetId} />
        ) : (
          <ImageGrid
            datasetId={datasetId}
            count={counts?.ready}
            labelsOf={project?.id}
            colors={colors}
            onOpen={open}
          />
        )}
      </DropArea>
      {search.image !== undefined && (
        <ImageDetails
          assetId={search.image}
          project={project ?? projects.at(0)}
          colors={colors}
          onClose={() => look({ image: undefined })}
        />
      )}
    </Page>
  );
}

const numberOf = (count: number | undefined): string =>
  count === undefined ? '' : ` · ${count.toLocaleString('en')}`;
