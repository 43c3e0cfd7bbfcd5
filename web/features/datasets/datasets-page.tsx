import { Anchor, Button, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPhoto, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Dataset } from '../../api/dataset.ts';
import { usePages } from '../../api/use-pages.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { Page } from '../shell/page.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { NewDatasetModal } from './new-dataset-modal.tsx';

export function DatasetsPage() {
  const datasets = usePages<Dataset>('datasets');
  const [isOpen, modal] = useDisclosure();
  const create = (
    <Button leftSection={<IconPlus size={15} />} onClick={modal.open}>
      New dataset
    </Button>
  );
  return (
    <Page title="Datasets" actions={create}>
      <ListFrame
        label="Datasets"
        pages={datasets}
        icon={IconPhoto}
        emptyTitle="No datasets yet"
        empty="A dataset is a named set of images. Make one and drop files or whole folders into it."
        emptyAction={create}
        head={
          <>
            <Table.Th>Name</Table.Th>
            <Table.Th ta="right">Images</Table.Th>
            <Table.Th ta="right">In quarantine</Table.Th>
            <Table.Th ta="right">Made</Table.Th>
          </>
        }
        renderRow={(dataset) => (
          <Table.Tr key={dataset.id}>
            <Table.Td>
              <Anchor component={Link} to={`/datasets/${dataset.id}`} size="sm">
                {dataset.name}
              </Anchor>
              {dataset.source !== undefined && (
                <Text size="xs" c="dimmed" className="wrap-anywhere">
                  mirrors {dataset.source}
                </Text>
              )}
            </Table.Td>
            <Table.Td ta="right" className="number">
              {(dataset.counts?.ready ?? 0).toLocaleString('en')}
            </Table.Td>
            <Table.Td ta="right" className="number">
              {dataset.counts?.quarantined ? (
                <Anchor component={Link} to={`/datasets/${dataset.id}?tab=quarantine`} size="sm">
                  {dataset.counts.quarantined.toLocaleString('en')}
                </Anchor>
              ) : (
                0
              )}
            </Table.Td>
            <Table.Td ta="right">
              <Text size="sm" c="dimmed">
                <TimeText at={dataset.createdAt} />
              </Text>
            </Table.Td>
          </Table.Tr>
        )}
      />
      {isOpen && <NewDatasetModal onClose={modal.close} />}
    </Page>
  );
}
