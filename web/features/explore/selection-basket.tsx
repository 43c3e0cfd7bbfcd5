import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconFolderPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Collection } from '../../api/curation.ts';
import { request } from '../../api/request.ts';
import { SendToAnnotation } from '../selection/send-to-annotation.tsx';
import { ModalForm } from '../shell/modal-form.tsx';
import { counted } from './counted.ts';
import type { ExploredImages } from './load-images.ts';

interface SelectionBasketProps {
  projectId: string;
  images: ExploredImages;
  selected: ReadonlySet<number>;
  onClear: () => void;
}

/** What was picked so far: to be kept under a name, or to be labelled next. */
export function SelectionBasket({ projectId, images, selected, onClear }: SelectionBasketProps) {
  const client = useQueryClient();
  const [isOpen, modal] = useDisclosure();
  const [name, setName] = useState('');
  const rows = [...selected];
  const save = useMutation({
    mutationFn: () => {
      const assetIds = rows.map((row) => images.assetId[row]);
      return request<Collection>('POST', 'collections', { body: { projectId, name, assetIds } });
    },
    onSuccess: async (collection) => {
      modal.close();
      setName('');
      await client.invalidateQueries({ queryKey: ['collections'] });
      notifications.show({
        message: `${collection.name} holds ${counted(collection.assetIds.length, 'image')}.`,
      });
    },
  });
  return (
    <Group gap="xs">
      <Text size="sm" className="number" aria-live="polite">
        {selected.size.toLocaleString('en')} selected
      </Text>
      <Button variant="default" disabled={selected.size === 0} onClick={onClear}>
        Clear
      </Button>
      <Button
        variant="default"
        leftSection={<IconFolderPlus size={15} />}
        disabled={selected.size === 0}
        onClick={modal.open}
      >
        Keep as a collection
      </Button>
      <SendToAnnotation taskIds={rows.map((row) => images.taskId[row])} />
      <Modal opened={isOpen} onClose={modal.close} title="New collection">
        <ModalForm action="Keep" save={save} isComplete={name.trim() !== ''} onClose={modal.close}>
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </ModalForm>
      </Modal>
    </Group>
  );
}
