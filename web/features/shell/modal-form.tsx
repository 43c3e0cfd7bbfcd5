import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface ModalFormProps {
  /** What the button says that sends it. */
  action: string;
  /** What sending does: a mutation without variables. */
  save: { mutate: () => void; isPending: boolean; error: Error | null };
  /** Whether there is enough to be sent. */
  isComplete?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Fields in a modal, to be sent or left; what was wrong is said above the buttons. */
export function ModalForm({ action, save, isComplete = true, onClose, children }: ModalFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        {children}
        {save.error !== null && (
          <Text size="sm" c="red" role="alert">
            {save.error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isComplete}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
