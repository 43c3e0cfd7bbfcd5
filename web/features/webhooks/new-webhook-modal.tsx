import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/request.ts';
import { WEBHOOK_EVENTS, type Webhook } from '../../api/webhook.ts';

interface NewWebhookModalProps {
  projectId: string;
  onClose: () => void;
  onMade: (webhook: Webhook) => void;
}

export function NewWebhookModal({ projectId, onClose, onMade }: NewWebhookModalProps) {
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<string[]>([]);
  const create = useMutation({
    mutationFn: () => request<Webhook>('POST', 'webhooks', { body: { projectId, url, events } }),
    onSuccess: onMade,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New webhook">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Address"
            type="url"
            required
            data-autofocus
            placeholder="https://example.org/lapidary"
            value={url}
            error={create.error?.message}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <MultiSelect
            label="Events"
            placeholder={events.length === 0 ? 'All events' : undefined}
            searchable
            clearable
            data={[...WEBHOOK_EVENTS]}
            value={events}
            onChange={setEvents}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={url.trim() === ''}>
              Make
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
