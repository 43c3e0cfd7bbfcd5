import { Table, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import type { Asset } from '../../api/asset.ts';
import { usePages } from '../../api/use-pages.ts';
import { ListFrame } from '../shell/list-frame.tsx';
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
      {assets.items !== undefined && assets.items.length > 0 && (
        <Text size="sm" mb="xs">
          {assets.items.length}
          {assets.hasNextPage ? '+' : ''} {assets.items.length === 1 ? 'file' : 'files'} could not be read.
          Replace a file in its folder or bucket, and it is tried again by itself.
        </Text>
      )}
      <ListFrame
        label="Quarantined files"
        layout="fixed"
        pages={assets}
        icon={IconShieldCheck}
        emptyTitle="Every file could be read"
        empty="Files that are truncated, empty, too large or not an image would be listed here with the reason."
        head={
          <>
            <Table.Th w="35%">File</Table.Th>
            <Table.Th>Reason</Table.Th>
            <Table.Th w={130} ta="right">
              Arrived
            </Table.Th>
          </>
        }
        renderRow={(asset) => (
          <Table.Tr key={asset.id}>
            <Table.Td className="wrap-anywhere">
              <bdi>{asset.key}</bdi>
            </Table.Td>
            <Table.Td>{asset.reason}</Table.Td>
            <Table.Td ta="right">
              <TimeText at={asset.createdAt} />
            </Table.Td>
          </Table.Tr>
        )}
      />
    </div>
  );
}
