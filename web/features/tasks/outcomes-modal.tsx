import { Anchor, Modal, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** What became of one task of a bulk action. */
export interface Outcome {
  taskId: string;
  ok: boolean;
  detail?: string;
}

interface OutcomesModalProps {
  refused: Outcome[];
  /** Of tasks in the action. */
  all: number;
  nameOf: (taskId: string) => string;
  onClose: () => void;
}

function changedText(changed: number): string {
  if (changed === 0) return '';
  return changed === 1 ? 'One was changed. ' : `${changed} were changed. `;
}

/** After a bulk action that not every task went along with: which ones, and why. */
export function OutcomesModal({ refused, all, nameOf, onClose }: OutcomesModalProps) {
  return (
    <Modal opened onClose={onClose} size="lg" title={`${refused.length} of ${all} tasks stayed as they were`}>
      <Text size="sm" c="dimmed" mb="xs">
        {changedText(all - refused.length)}
        {refused.length === 1 ? 'The other one, and why:' : 'The others, and why:'}
      </Text>
      <Table aria-label="Tasks that stayed as they were" layout="fixed">
        <Table.Tbody>
          {refused.map(({ taskId, detail }) => (
            <Table.Tr key={taskId}>
              <Table.Td w="35%" className="wrap-anywhere">
                <Anchor component={Link} to={`/tasks/${taskId}`} size="sm">
                  <bdi>{nameOf(taskId)}</bdi>
                </Anchor>
              </Table.Td>
              <Table.Td>{detail}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
