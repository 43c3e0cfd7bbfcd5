import { Table } from '@mantine/core';
import { Fragment } from 'react';
import type { Loss } from '../../../shared/formats/format.ts';
import { groupLosses } from '../../../shared/formats/group-losses.ts';

/** What an export leaves out or changes, and how often: the most important first. */
export function LossTable({ losses }: { losses: Loss[] }) {
  return (
    <Table aria-label="Left out or changed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th ta="right">How many</Table.Th>
          <Table.Th>Why</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groupLosses(losses).map((group) => (
          <Fragment key={group.title}>
            <Table.Tr>
              <Table.Th colSpan={3} scope="rowgroup" c="dimmed">
                {group.title}
              </Table.Th>
            </Table.Tr>
            {group.losses.map(({ what, count, reason }) => (
              <Table.Tr key={`${what} ${reason}`}>
                <Table.Td>{what.charAt(0).toUpperCase() + what.slice(1)}</Table.Td>
                <Table.Td ta="right" className="number">
                  {count.toLocaleString('en')}
                </Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </Fragment>
        ))}
      </Table.Tbody>
    </Table>
  );
}
