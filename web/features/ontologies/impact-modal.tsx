import { Button, Group, Modal, Table, Text } from '@mantine/core';

/** What an edit would leave without a place in the labels that there are. */
export interface Impact {
  /** Labelled images that were read. */
  images: number;
  /** False: there are more. */
  isComplete: boolean;
  impacts: { name: string; reason: string; count: number }[];
}

interface ImpactModalProps {
  impact: Impact;
  isSaving: boolean;
  onSave: () => void;
  onClose: () => void;
}

/** Before an edit is saved that labels do not fit any more: how many, and why. */
export function ImpactModal({ impact, isSaving, onSave, onClose }: ImpactModalProps) {
  const { images, isComplete, impacts } = impact;
  return (
    <Modal opened onClose={onClose} size="lg" title="Some labels would not fit any more">
      <Text size="sm" mb="xs">
        They stay as they are, but a task that holds them must be put right before it is handed in. Archiving
        a class or an option instead keeps its labels valid.
      </Text>
      <Table aria-label="Labels that would not fit">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Class or question</Table.Th>
            <Table.Th>Why</Table.Th>
            <Table.Th ta="right">Labels</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {impacts.map(({ name, reason, count }) => (
            <Table.Tr key={`${name} ${reason}`}>
              <Table.Td>
                <bdi>{name}</bdi>
              </Table.Td>
              <Table.Td>{reason}</Table.Td>
              <Table.Td ta="right" className="number">
                {count.toLocaleString('en')}
                {isComplete ? '' : '+'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="xs">
        {images.toLocaleString('en')} labelled images were read
        {isComplete ? '.' : '; there are more, so the numbers are the least that it can be.'}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Go on editing
        </Button>
        <Button loading={isSaving} onClick={onSave}>
          Save all the same
        </Button>
      </Group>
    </Modal>
  );
}
