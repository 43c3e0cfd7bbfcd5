import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onRename(typed.trim());
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            maxLength={256}
            value={typed}
            error={error?.message}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending} disabled={typed.trim() === '' || typed.trim() === name}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
