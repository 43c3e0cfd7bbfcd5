import { Anchor, Badge, Group, Modal, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import type { SnapshotComparison } from '../../api/snapshot-comparison.ts';
import type { Snapshot } from '../../api/snapshot.ts';
import { ontologyQuery } from '../projects/project-queries.ts';
import { ErrorState } from '../shell/error-state.tsx';

interface CompareModalProps {
  snapshot: Snapshot;
  /** Sealed ones of the same project, without `snapshot`. */
  others: Snapshot[];
  ontologyId: string;
  onClose: () => void;
}

/** What a snapshot has that another has not: images, objects per class, and the images one by one. */
export function CompareModal({ snapshot, others, ontologyId, onClose }: CompareModalProps) {
  const [againstId, setAgainstId] = useState(
    (others.find(({ createdAt }) => createdAt < snapshot.createdAt) ?? others[0]).id,
  );
  const { data, error, refetch } = useQuery({
    queryKey: ['snapshot-diff', snapshot.id, againstId],
    queryFn: ({ signal }) =>
      request<SnapshotComparison>('GET', `snapshots/${snapshot.id}/diff`, {
        query: { against: againstId },
        signal,
      }),
    // Both are sealed: the difference never changes.
    staleTime: Infinity,
  });
  const ontology = useQuery(ontologyQuery(ontologyId)).data;
  const classNameOf = (id: string) =>
    ontology?.classes.find((item) => item.id === id)?.name ?? 'A class that is gone';
  return (
    <Modal opened onClose={onClose} size="lg" title={`What is different in "${snapshot.name}"`}>
      <Stack gap="sm">
        <Select
          label="Compared with"
          allowDeselect={false}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          value={againstId}
          onChange={(value) => setAgainstId(value ?? againstId)}
        />
        {error !== null && <ErrorState error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton height={160} />}
        {data !== undefined && <Difference data={data} classNameOf={classNameOf} />}
      </Stack>
    </Modal>
  );
}

const LOOKS = {
  added: { label: 'Added', color: 'green' },
  removed: { label: 'Removed', color: 'red' },
  changed: { label: 'Changed', color: 'lapis' },
} as const;

function Difference({
  data,
  classNameOf,
}: {
  data: SnapshotComparison;
  classNameOf: (id: string) => string;
}) {
  const rows = [
    ['Images', data.images] as const,
    ['Objects', data.objects] as const,
    ...Object.entries(data.classes).map(([id, counts]) => [classNameOf(id), counts] as const),
  ];
  const differing = data.images.added + data.images.removed + data.images.changed;
  if (differing === 0) return <Text size="sm">They hold exactly the same images, labels and splits.</Text>;
  return (
    <>
      <Table aria-label="Difference in numbers">
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            <Table.Th ta="right">Added</Table.Th>
            <Table.Th ta="right">Removed</Table.Th>
            <Table.Th ta="right">Changed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, counts]) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              {(['added', 'removed', 'changed'] as const).map((kind) => (
                <Table.Td key={kind} className="number" ta="right">
                  {counts[kind].toLocaleString('en')}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {data.countedImages < differing && (
        <Text size="xs" c="dimmed">
          Objects are counted in the first {data.countedImages.toLocaleString('en')} of{' '}
          {differing.toLocaleString('en')} images that differ.
        </Text>
      )}
      <div className="panel-scroll diff-images">
        {data.items.map((item) => (
          <Group key={item.taskId} gap="xs" wrap="nowrap" py={3}>
            <Badge color={LOOKS[item.change].color}>{LOOKS[item.change].label}</Badge>
            <Anchor component={Link} to={`/tasks/${item.taskId}`} size="sm" className="grow row-text">
              <bdi>{item.key}</bdi>
            </Anchor>
            <Text size="xs" c="dimmed" className="number">
              {item.change === 'changed' ? `${item.differs.join(', ')} · ` : ''}
              {item.objectsBefore} → {item.objectsAfter} objects
            </Text>
          </Group>
        ))}
      </div>
    </>
  );
}
