import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCamera } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Collection } from '../../api/curation.ts';
import type { Snapshot } from '../../api/snapshot.ts';
import { usePages } from '../../api/use-pages.ts';
import { usePeople } from '../people/use-people.ts';
import { ontologyQuery, projectQuery } from '../projects/project-queries.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { CompareModal } from './compare-modal.tsx';
import { NewSnapshotModal } from './new-snapshot-modal.tsx';
import { SnapshotName } from './snapshot-name.tsx';
import { RestoreModal } from './restore-modal.tsx';

const LOOKS = {
  freezing: { label: 'Freezing', color: 'lapis' },
  sealed: { label: 'Sealed', color: 'green' },
  failed: { label: 'Failed', color: 'red' },
} as const;

export function SnapshotsPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const { compare } = useSearch({ from: '/signed-in/app/projects/$projectId/snapshots' });
  const navigate = useNavigate();
  const snapshots = usePages<Snapshot>('snapshots', { projectId }, { refetchIntervalMs: 3_000 });
  const nameOf = usePeople();
  const [isOpen, modal] = useDisclosure();
  const [restored, setRestored] = useState<Snapshot>();
  const project = useQuery(projectQuery(projectId)).data;
  const collections = usePages<Collection>('collections', { projectId }).items ?? [];
  const ontology = useQuery(ontologyQuery(project?.ontologyId ?? '')).data;
  const classes = [...(ontology?.classes ?? []), ...(ontology?.classifications ?? [])];
  const isAdmin = project?.role === 'admin';
  const sealed = snapshots.items?.filter(({ status }) => status === 'sealed') ?? [];
  const compared = sealed.find(({ id }) => id === compare);
  const look = (snapshotId?: string) =>
    void navigate({
      to: '/projects/$projectId/snapshots',
      params: { projectId },
      search: { compare: snapshotId },
      replace: true,
    });
  const create = isAdmin ? (
    <Button leftSection={<IconCamera size={15} />} onClick={modal.open}>
      New snapshot
    </Button>
  ) : undefined;
  return (
    <>
      {snapshots.items !== undefined && snapshots.items.length > 0 && create !== undefined && (
        <Group justify="flex-end" mb="sm">
          {create}
        </Group>
      )}
      <ListFrame
        label="Snapshots"
        pages={snapshots}
        icon={IconCamera}
        emptyTitle="No snapshots yet"
        empty="A snapshot freezes the labels as they are now, with a train, val and test split, so that a model can always be traced back to exactly what it learned from."
        emptyAction={create}
        head={
          <>
            <Table.Th>Name</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th ta="right">Images</Table.Th>
            <Table.Th ta="right">Objects</Table.Th>
            <Table.Th>Splits</Table.Th>
            <Table.Th>Made by</Table.Th>
            <Table.Th ta="right">Made</Table.Th>
            <Table.Th w={190} aria-label="Actions" />
          </>
        }
        renderRow={(snapshot) => (
          <Table.Tr key={snapshot.id}>
            <Table.Td>
              <SnapshotName snapshot={snapshot} collections={collections} classes={classes} />
            </Table.Td>
            <Table.Td>
              <Badge color={LOOKS[snapshot.status].color}>{LOOKS[snapshot.status].label}</Badge>
            </Table.Td>
            <Table.Td ta="right" className="number">
              {(snapshot.counts.images ?? 0).toLocaleString('en')}
            </Table.Td>
            <Table.Td ta="right" className="number">
              {(snapshot.counts.objects ?? 0).toLocaleString('en')}
            </Table.Td>
            <Table.Td className="number">{splitText(snapshot)}</Table.Td>
            <Table.Td>{nameOf(snapshot.createdBy)}</Table.Td>
            <Table.Td ta="right">
              <Text size="sm" c="dimmed">
                <TimeText at={snapshot.createdAt} />
              </Text>
            </Table.Td>
            <Table.Td ta="right">
              {snapshot.status === 'sealed' && (
                <Group gap={6} justify="flex-end" wrap="nowrap">
                  {sealed.length > 1 && (
                    <Button size="compact-xs" variant="default" onClick={() => look(snapshot.id)}>
                      Compare
                    </Button>
                  )}
                  {isAdmin && (
                    <Button size="compact-xs" variant="subtle" onClick={() => setRestored(snapshot)}>
                      Bring back
                    </Button>
                  )}
                </Group>
              )}
            </Table.Td>
          </Table.Tr>
        )}
      />
      {compared !== undefined && project !== undefined && sealed.length > 1 && (
        <CompareModal
          snapshot={compared}
          others={sealed.filter(({ id }) => id !== compared.id)}
          ontologyId={project.ontologyId}
          onClose={() => look()}
        />
      )}
      {restored !== undefined && <RestoreModal snapshot={restored} onClose={() => setRestored(undefined)} />}
      {isOpen && <NewSnapshotModal projectId={projectId} onClose={modal.close} />}
    </>
  );
}

/** In this order, whatever the store keeps. */
const SPLITS = ['train', 'val', 'test'];

/** "16 train, 2 val, 2 test": images by split. */
function splitText({ counts, splits }: Snapshot): string {
  const names = Object.keys(splits).toSorted((a, b) => SPLITS.indexOf(a) - SPLITS.indexOf(b));
  const parts = names.map((name) => `${(counts[name] ?? 0).toLocaleString('en')} ${name}`);
  return parts.length === 0 ? 'None' : parts.join(', ');
}
