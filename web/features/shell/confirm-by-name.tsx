import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';

interface ConfirmByNameProps {
  title: string;
  /** What has to be typed. */
  name: string;
  /** What is lost, and what is not. */
  children: ReactNode;
  action: string;
  error: Error | null;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Before something goes that cannot be brought back: the person types its name. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { title, name, children, action, error, isPending, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === name.trim()) onConfirm();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <div>{children}</div>
          {error !== null && (
            <Alert color="red" role="alert">
              {error.message}
            </Alert>
          )}
          <TextInput
            label={
              <>
                Type <bdi>{name}</bdi> to go on
              </>
            }
            data-autofocus
            autoComplete="off"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={isPending} disabled={typed.trim() !== name.trim()}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
