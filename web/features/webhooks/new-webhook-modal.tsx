import { Modal, MultiSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { WEBHOOK_EVENTS, type Webhook } from '../../api/webhook.ts';
import { ModalForm } from '../shell/modal-form.tsx';

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
  return (
    <Modal opened onClose={onClose} title="New webhook">
      <ModalForm action="Make" save={create} isComplete={url.trim() !== ''} onClose={onClose}>
        <TextInput
          label="Address"
          type="url"
          required
          data-autofocus
          placeholder="https://example.org/lapidary"
          value={url}
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
      </ModalForm>
    </Modal>
  );
}
