import { Anchor, Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPhoto, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Dataset } from '../../api/dataset.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { Page } from '../shell/page.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';

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
      {datasets.error !== null && <ErrorState error={datasets.error} retry={() => void datasets.refetch()} />}
      {datasets.isPending && <TableSkeleton />}
      {datasets.items?.length === 0 && (
        <EmptyState icon={IconPhoto} title="No datasets yet" action={create}>
          A dataset is a named set of images. Make one and drop files or whole folders into it.
        </EmptyState>
      )}
      {datasets.items !== undefined && datasets.items.length > 0 && (
        <div className="card">
          <Table aria-label="Datasets" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th ta="right">Made</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {datasets.items.map((dataset) => (
                <Table.Tr key={dataset.id}>
                  <Table.Td>
                    <Anchor component={Link} to={`/datasets/${dataset.id}`} size="sm">
                      {dataset.name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td ta="right">
                    <Text size="sm" c="dimmed">
                      <TimeText at={dataset.createdAt} />
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <LoadMore {...datasets} />
      {isOpen && <NewDatasetModal onClose={modal.close} />}
    </Page>
  );
}

function NewDatasetModal({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => request<Dataset>('POST', 'datasets', { body: { name } }),
    onSuccess: async (dataset) => {
      await client.invalidateQueries({ queryKey: ['datasets'] });
      await navigate({ to: '/datasets/$datasetId', params: { datasetId: dataset.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New dataset">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            error={create.error?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Create dataset
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
