import { Table, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import type { Asset } from '../../api/asset.ts';
import { usePages } from '../../api/use-pages.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';

/** Files that could not become images, and why. */
export function QuarantineList({ datasetId }: { datasetId: string }) {
  const assets = usePages<Asset>(
    'assets',
    { datasetId, status: 'quarantined' },
    { refetchIntervalMs: 6_000 },
  );
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Quarantine">
      {assets.error !== null && <ErrorState error={assets.error} retry={() => void assets.refetch()} />}
      {assets.isPending && <TableSkeleton />}
      {assets.items?.length === 0 && (
        <EmptyState icon={IconShieldCheck} title="Every file could be read">
          Files that are truncated, empty, too large or not an image would be listed here with the reason.
        </EmptyState>
      )}
      {assets.items !== undefined && assets.items.length > 0 && (
        <>
          <Text size="sm" mb="xs">
            {assets.items.length}
            {assets.hasNextPage ? '+' : ''} {assets.items.length === 1 ? 'file' : 'files'} could not be read.
            Replace a file in its folder or bucket, and it is tried again by itself.
          </Text>
          <div className="card">
            <Table aria-label="Quarantined files" layout="fixed">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w="35%">File</Table.Th>
                  <Table.Th>Reason</Table.Th>
                  <Table.Th w={130} ta="right">
                    Arrived
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {assets.items.map((asset) => (
                  <Table.Tr key={asset.id}>
                    <Table.Td className="wrap-anywhere">
                      <bdi>{asset.key}</bdi>
                    </Table.Td>
                    <Table.Td>{asset.reason}</Table.Td>
                    <Table.Td ta="right">
                      <TimeText at={asset.createdAt} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
      <LoadMore {...assets} />
    </div>
  );
}
