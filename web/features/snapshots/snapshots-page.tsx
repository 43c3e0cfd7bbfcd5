import { Badge, Button, Group, Modal, NumberInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCamera } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/request.ts';
import type { Snapshot } from '../../api/snapshot.ts';
import { usePages } from '../../api/use-pages.ts';
import { usePeople } from '../people/use-people.ts';
import { projectQuery } from '../projects/project-queries.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { CompareModal } from './compare-modal.tsx';

const LOOKS = {
  freezing: { label: 'Freezing', color: 'lapis' },
  sealed: { label: 'Sealed', color: 'green' },
  failed: { label: 'Failed', color: 'red' },
} as const;

const listed = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
    .join(', ');

export function SnapshotsPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const snapshots = usePages<Snapshot>('snapshots', { projectId }, { refetchIntervalMs: 3_000 });
  const nameOf = usePeople();
  const [isOpen, modal] = useDisclosure();
  const [compared, setCompared] = useState<Snapshot>();
  const project = useQuery(projectQuery(projectId)).data;
  const sealed = snapshots.items?.filter(({ status }) => status === 'sealed') ?? [];
  const create = (
    <Button leftSection={<IconCamera size={15} />} onClick={modal.open}>
      New snapshot
    </Button>
  );
  return (
    <>
      {snapshots.error !== null && (
        <ErrorState error={snapshots.error} retry={() => void snapshots.refetch()} />
      )}
      {snapshots.isPending && <TableSkeleton />}
      {snapshots.items?.length === 0 && (
        <EmptyState icon={IconCamera} title="No snapshots yet" action={create}>
          A snapshot freezes the labels as they are now, with a train, val and test split, so that a model can
          always be traced back to exactly what it learned from.
        </EmptyState>
      )}
      {snapshots.items !== undefined && snapshots.items.length > 0 && (
        <>
          <Group justify="flex-end" mb="sm">
            {create}
          </Group>
          <div className="card">
            <Table aria-label="Snapshots">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Holds</Table.Th>
                  <Table.Th>Splits</Table.Th>
                  <Table.Th>Made by</Table.Th>
                  <Table.Th ta="right">Made</Table.Th>
                  {sealed.length > 1 && <Table.Th w={100} />}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {snapshots.items.map((snapshot) => (
                  <Table.Tr key={snapshot.id}>
                    <Table.Td fw={500}>{snapshot.name}</Table.Td>
                    <Table.Td>
                      <Badge color={LOOKS[snapshot.status].color}>{LOOKS[snapshot.status].label}</Badge>
                    </Table.Td>
                    <Table.Td className="number">{listed(snapshot.counts)}</Table.Td>
                    <Table.Td className="number">{listed(snapshot.splits)}</Table.Td>
                    <Table.Td>{nameOf(snapshot.createdBy)}</Table.Td>
                    <Table.Td ta="right">
                      <Text size="sm" c="dimmed">
                        <TimeText at={snapshot.createdAt} />
                      </Text>
                    </Table.Td>
                    {sealed.length > 1 && (
                      <Table.Td ta="right">
                        {snapshot.status === 'sealed' && (
                          <Button size="compact-xs" variant="default" onClick={() => setCompared(snapshot)}>
                            Compare
                          </Button>
                        )}
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
      <LoadMore {...snapshots} />
      {compared !== undefined && project !== undefined && (
        <CompareModal
          snapshot={compared}
          others={sealed.filter(({ id }) => id !== compared.id)}
          ontologyId={project.ontologyId}
          onClose={() => setCompared(undefined)}
        />
      )}
      {isOpen && <NewSnapshotModal projectId={projectId} onClose={modal.close} />}
    </>
  );
}

function NewSnapshotModal({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [splits, setSplits] = useState({ train: 80, val: 10, test: 10 });
  const sum = splits.train + splits.val + splits.test;
  const create = useMutation({
    mutationFn: () => request('POST', 'snapshots', { body: { projectId, name, splits } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['snapshots'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New snapshot">
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
          <Group grow>
            {(['train', 'val', 'test'] as const).map((split) => (
              <NumberInput
                key={split}
                label={`${split}, %`}
                min={0}
                max={100}
                value={splits[split]}
                onChange={(value) => setSplits({ ...splits, [split]: Number(value) || 0 })}
              />
            ))}
          </Group>
          {sum !== 100 && (
            <Text size="xs" c="red" role="alert">
              The splits add up to {sum}, not to 100.
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === '' || sum !== 100}>
              Freeze
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
