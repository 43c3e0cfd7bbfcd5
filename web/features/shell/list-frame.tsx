import { Table } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { LoadMore } from './load-more.tsx';
import { TableSkeleton } from './table-skeleton.tsx';

/** What `usePages` answers, as far as a list needs it. */
interface Pages<T> {
  items: T[] | undefined;
  error: Error | null;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => Promise<unknown>;
  fetchNextPage: () => Promise<unknown>;
}

interface ListFrameProps<T> {
  /** What the table holds, for those who do not see it. */
  label: string;
  pages: Pages<T>;
  icon: Icon;
  emptyTitle: string;
  /** What to do when there is nothing. */
  empty: ReactNode;
  emptyAction?: ReactNode;
  /** The cells of the head. */
  head: ReactNode;
  renderRow: (item: T) => ReactNode;
  /** `fixed`: long words break instead of widening their column. */
  layout?: 'auto' | 'fixed';
}

/** A paged table of the API with its four other states: loading, failed, empty, more to come. */
export function ListFrame<T>({
  label,
  pages,
  icon,
  emptyTitle,
  empty,
  emptyAction,
  head,
  renderRow,
  layout = 'auto',
}: ListFrameProps<T>) {
  return (
    <>
      {pages.error !== null && <ErrorState error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <TableSkeleton />}
      {pages.items?.length === 0 && (
        <EmptyState icon={icon} title={emptyTitle} action={emptyAction}>
          {empty}
        </EmptyState>
      )}
      {pages.items !== undefined && pages.items.length > 0 && (
        <div className="card table-card">
          <Table aria-label={label} layout={layout} highlightOnHover>
            <Table.Thead>
              <Table.Tr>{head}</Table.Tr>
            </Table.Thead>
            <Table.Tbody>{pages.items.map(renderRow)}</Table.Tbody>
          </Table>
        </div>
      )}
      <LoadMore {...pages} />
    </>
  );
}
