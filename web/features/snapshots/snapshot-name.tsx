import { Text } from '@mantine/core';
import type { SnapshotFilter } from '../../../shared/jobs/snapshot-filter.ts';
import type { Snapshot } from '../../api/snapshot.ts';

interface Props {
  snapshot: Snapshot;
  collections: readonly { id: string; name: string }[];
  classes: readonly { id: string; name: string }[];
}

/** What a snapshot is called, what it is for, and which images it took. */
export function SnapshotName({ snapshot, collections, classes }: Props) {
  const filter = snapshot.filter && filterText(snapshot.filter, collections, classes);
  return (
    <>
      <Text size="sm" fw={500}>
        <bdi>{snapshot.name}</bdi>
      </Text>
      {snapshot.note !== undefined && (
        <Text size="xs" c="dimmed" lineClamp={2} title={snapshot.note} maw={420}>
          <bdi>{snapshot.note}</bdi>
        </Text>
      )}
      {filter !== undefined && filter !== '' && (
        <Text size="xs" c="dimmed" maw={420}>
          Only {filter}
        </Text>
      )}
    </>
  );
}

function filterText(
  { collectionId, classIds, savedFrom, savedBefore }: SnapshotFilter,
  collections: Props['collections'],
  classes: Props['classes'],
): string {
  const nameOf = (list: readonly { id: string; name: string }[], id: string): string =>
    list.find((one) => one.id === id)?.name ?? 'one that is gone';
  const day = (time: string): string => new Date(time).toLocaleDateString('en', { dateStyle: 'medium' });
  return [
    collectionId === undefined ? '' : `images of “${nameOf(collections, collectionId)}”`,
    classIds === undefined ? '' : `with ${classIds.map((id) => nameOf(classes, id)).join(' or ')}`,
    savedFrom === undefined ? '' : `saved from ${day(savedFrom)}`,
    savedBefore === undefined ? '' : `saved before ${day(savedBefore)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
