import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ModalForm } from './modal-form.tsx';

interface RenameModalProps {
  title: string;
  name: string;
  error: Error | null;
  isPending: boolean;
  onRename: (name: string) => void;
  onClose: () => void;
}

export function RenameModal({ title, name, error, isPending, onRename, onClose }: RenameModalProps) {
  const [typed, setTyped] = useState(name);
  const kept = typed.trim();
  return (
    <Modal opened onClose={onClose} title={title}>
      <ModalForm
        action="Rename"
        save={{ mutate: () => onRename(kept), error, isPending }}
        isComplete={kept !== '' && kept !== name}
        onClose={onClose}
      >
        <TextInput
          label="Name"
          required
          data-autofocus
          maxLength={256}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </ModalForm>
    </Modal>
  );
}
