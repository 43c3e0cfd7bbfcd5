import { Anchor, Table } from '@mantine/core';
import type { ComponentProps } from 'react';
import { Link } from '@tanstack/react-router';
import { ListFrame } from './list-frame.tsx';
import { TimeText } from './time-text.tsx';

interface Revised {
  id: string;
  name: string;
  revision: number;
  savedAt: string;
}

interface RevisionListProps<T extends Revised> extends Omit<
  ComponentProps<typeof ListFrame<T>>,
  'head' | 'renderRow'
> {
  /** What happened to the newest revision: "Saved", "Published". */
  savedTitle: string;
  /** Path of one of them, without its id. */
  path: string;
}

/** Things that are kept in revisions, each with a page of its own. */
export function RevisionList<T extends Revised>({ savedTitle, path, ...frame }: RevisionListProps<T>) {
  return (
    <ListFrame
      {...frame}
      head={
        <>
          <Table.Th>Name</Table.Th>
          <Table.Th ta="right">Revision</Table.Th>
          <Table.Th ta="right">{savedTitle}</Table.Th>
        </>
      }
      renderRow={({ id, name, revision, savedAt }) => (
        <Table.Tr key={id}>
          <Table.Td>
            <Anchor component={Link} to={`${path}/${id}`} size="sm">
              {name}
            </Anchor>
          </Table.Td>
          <Table.Td ta="right" className="number">
            {revision}
          </Table.Td>
          <Table.Td ta="right" c="dimmed">
            <TimeText at={savedAt} />
          </Table.Td>
        </Table.Tr>
      )}
    />
  );
}
