import { Button, Tabs, Text } from '@mantine/core';
import { IconFolderUp, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Dataset } from '../../api/dataset.ts';
import { request } from '../../api/request.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { Page } from '../shell/page.tsx';
import { DropArea } from './drop-area.tsx';
import { pickedFiles } from './dropped-files.ts';
import { ImageGrid } from './image-grid.tsx';
import { QuarantineList } from './quarantine-list.tsx';
import { UploadPanel } from './upload-panel.tsx';
import { useUploads } from './use-uploads.ts';

export function DatasetPage() {
  const { datasetId } = useParams({ from: '/signed-in/app/datasets/$datasetId' });
  const { tab } = useSearch({ from: '/signed-in/app/datasets/$datasetId' });
  const navigate = useNavigate();
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const uploads = useUploads(datasetId);
  const dataset = useQuery({
    queryKey: ['datasets', datasetId],
    queryFn: () => request<Dataset>('GET', `datasets/${datasetId}`),
  });
  const take = (input: HTMLInputElement) => {
    uploads.queue.add(pickedFiles(input.files));
    input.value = '';
  };
  return (
    <Page
      fill
      title={dataset.data?.name ?? ' '}
      parents={[{ label: 'Datasets', to: '/datasets' }]}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconFolderUp size={15} />}
            onClick={() => folderInput.current?.click()}
          >
            Upload a folder
          </Button>
          <Button leftSection={<IconUpload size={15} />} onClick={() => filesInput.current?.click()}>
            Upload images
          </Button>
          <input
            ref={filesInput}
            type="file"
            multiple
            hidden
            aria-label="Images to upload"
            onChange={(event) => take(event.currentTarget)}
          />
          <input
            ref={folderInput}
            type="file"
            multiple
            hidden
            aria-label="Folder to upload"
            {...{ webkitdirectory: '' }}
            onChange={(event) => take(event.currentTarget)}
          />
        </>
      }
    >
      {dataset.error !== null && <ErrorState error={dataset.error} retry={() => void dataset.refetch()} />}
      <Tabs
        value={tab ?? 'images'}
        mb="xs"
        onChange={(next) =>
          void navigate({
            to: '/datasets/$datasetId',
            params: { datasetId },
            search: { tab: next === 'quarantine' ? 'quarantine' : undefined },
            replace: true,
          })
        }
      >
        <Tabs.List aria-label="Images of the dataset">
          <Tabs.Tab value="images">Images</Tabs.Tab>
          <Tabs.Tab value="quarantine">Quarantine</Tabs.Tab>
          <Text size="xs" c="dimmed" ml="auto" style={{ alignSelf: 'center' }}>
            Drop files or folders anywhere on this page
          </Text>
        </Tabs.List>
      </Tabs>
      <DropArea onFiles={(files) => uploads.queue.add(files)}>
        {tab === 'quarantine' ? (
          <QuarantineList datasetId={datasetId} />
        ) : (
          <ImageGrid datasetId={datasetId} isUploading={uploads.isBusy} />
        )}
      </DropArea>
      {uploads.items.length > 0 && <UploadPanel uploads={uploads} />}
    </Page>
  );
}
