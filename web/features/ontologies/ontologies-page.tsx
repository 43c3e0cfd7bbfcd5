import { Anchor, Button, Group, Modal, Stack, Table, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Ontology } from '../../api/ontology.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { Page } from '../shell/page.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';

export function OntologiesPage() {
  const ontologies = usePages<Ontology>('ontologies');
  const [isOpen, modal] = useDisclosure();
  const create = (
    <Button leftSection={<IconPlus size={15} />} onClick={modal.open}>
      New ontology
    </Button>
  );
  return (
    <Page title="Ontologies" actions={create}>
      {ontologies.error !== null && (
        <ErrorState error={ontologies.error} retry={() => void ontologies.refetch()} />
      )}
      {ontologies.isPending && <TableSkeleton />}
      {ontologies.items?.length === 0 && (
        <EmptyState icon={IconTags} title="No ontologies yet" action={create}>
          An ontology says what there is to label: classes with their shapes and attributes, and questions
          about the whole image.
        </EmptyState>
      )}
      {ontologies.items !== undefined && ontologies.items.length > 0 && (
        <div className="card">
          <Table aria-label="Ontologies" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th ta="right">Revision</Table.Th>
                <Table.Th ta="right">Saved</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {ontologies.items.map((ontology) => (
                <Table.Tr key={ontology.id}>
                  <Table.Td>
                    <Anchor component={Link} to={`/ontologies/${ontology.id}`} size="sm">
                      {ontology.name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    {ontology.revision}
                  </Table.Td>
                  <Table.Td ta="right" c="dimmed">
                    <TimeText at={ontology.savedAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <LoadMore {...ontologies} />
      {isOpen && <NewOntologyModal onClose={modal.close} />}
    </Page>
  );
}

function NewOntologyModal({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      request<Ontology>('POST', 'ontologies', { body: { name, classes: [], classifications: [] } }),
    onSuccess: async (ontology) => {
      await client.invalidateQueries({ queryKey: ['ontologies'] });
      await navigate({ to: '/ontologies/$ontologyId', params: { ontologyId: ontology.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New ontology">
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
              Create ontology
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
