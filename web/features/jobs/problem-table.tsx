import { Table, Text } from '@mantine/core';
import type { Problem } from '../../../shared/formats/problem-log.ts';

/** What could not be read or did not fit: which file, where in it, and why. */
export function ProblemTable({ problems }: { problems: Problem[] }) {
  return (
    <Table aria-label="Problems" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="30%">File</Table.Th>
          <Table.Th w="20%">Where</Table.Th>
          <Table.Th>What is wrong</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {problems.map(({ file, where, reason }, index) => (
          <Table.Tr key={index}>
            <Table.Td className="wrap-anywhere">
              {file === '' ? (
                <Text size="sm" c="dimmed">
                  All files
                </Text>
              ) : (
                <bdi>{file}</bdi>
              )}
            </Table.Td>
            <Table.Td className="wrap-anywhere">
              <bdi>{where}</bdi>
            </Table.Td>
            <Table.Td className="wrap-anywhere">{reason}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
