import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import type { Webhook } from '../../api/webhook.ts';

interface RemoveWebhookModalProps {
  webhook: Webhook;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveWebhookModal({ webhook, onClose, onRemoved }: RemoveWebhookModalProps) {
  const remove = useMutation({
    mutationFn: () => request('DELETE', `webhooks/${webhook.id}`),
    onSuccess: onRemoved,
  });
  return (
    <Modal opened onClose={onClose} title="Remove this webhook?">
      <Stack gap="sm">
        <Text size="sm">
          Nothing more is sent to {webhook.url}, and its list of deliveries goes too. To stop for a while,
          switch it off instead.
        </Text>
        {remove.error !== null && (
          <Text size="sm" c="red" role="alert">
            {remove.error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
