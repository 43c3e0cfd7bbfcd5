import { ActionIcon, Button, Group, Switch, Table, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconKey, IconSend, IconTrash, IconWebhook } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import type { Webhook } from '../../api/webhook.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { DeliveryList } from './delivery-list.tsx';
import { NewWebhookModal } from './new-webhook-modal.tsx';
import { RemoveWebhookModal } from './remove-webhook-modal.tsx';
import { SecretModal } from './secret-modal.tsx';

/** Where a project's events are sent, and what became of them. */
export function WebhooksPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const client = useQueryClient();
  const webhooks = usePages<Webhook>('webhooks', { projectId });
  const [isNewOpen, newModal] = useDisclosure();
  const [chosenId, setChosenId] = useState<string>();
  const [secret, setSecret] = useState<string>();
  const [removing, setRemoving] = useState<Webhook>();
  const refresh = () => client.invalidateQueries({ queryKey: ['webhooks'] });
  const act = useMutation({
    mutationFn: ({
      webhook,
      what,
      body,
    }: {
      webhook: Webhook;
      what: 'switch' | 'ping' | 'rotate';
      body?: unknown;
    }) =>
      what === 'switch'
        ? request<Webhook>('PATCH', `webhooks/${webhook.id}`, { body })
        : request<Webhook>('POST', `webhooks/${webhook.id}/${what}`, { body: {} }),
    onSuccess: async (answer, { what, webhook }) => {
      await refresh();
      if (what === 'rotate') setSecret(answer.secret);
      if (what === 'ping') {
        setChosenId(webhook.id);
        await client.invalidateQueries({ queryKey: [`webhooks/${webhook.id}/deliveries`] });
        notifications.show({ title: 'On its way', message: `A test event is being sent to ${webhook.url}.` });
      }
    },
    onError: (error) => notifyProblem('This did not go through', error),
  });
  const chosen = webhooks.items?.find(({ id }) => id === chosenId) ?? webhooks.items?.[0];
  const create = <Button onClick={newModal.open}>New webhook</Button>;
  return (
    <>
      {chosen !== undefined && (
        <Group justify="flex-end" mb="sm">
          {create}
        </Group>
      )}
      <ListFrame
        label="Webhooks"
        pages={webhooks}
        icon={IconWebhook}
        emptyTitle="No webhooks yet"
        empty="A webhook tells another program when a task is submitted, an export is done or an image cannot be read. Deliveries are signed, tried again when they fail, and can be replayed."
        emptyAction={create}
        head={
          <>
            <Table.Th>Sends to</Table.Th>
            <Table.Th>Events</Table.Th>
            <Table.Th w={90}>Active</Table.Th>
            <Table.Th w={110} aria-label="Actions" />
          </>
        }
        renderRow={(webhook) => (
          <Table.Tr key={webhook.id} data-selected={webhook.id === chosen?.id}>
            <Table.Td>
              <button type="button" className="link-button" onClick={() => setChosenId(webhook.id)}>
                {webhook.url}
              </button>
            </Table.Td>
            <Table.Td>
              <Text size="sm" c="dimmed">
                {webhook.events.length === 0 ? 'All' : webhook.events.join(', ')}
              </Text>
            </Table.Td>
            <Table.Td>
              <Switch
                size="sm"
                aria-label={`Send to ${webhook.url}`}
                checked={webhook.isActive}
                onChange={(event) =>
                  act.mutate({
                    webhook,
                    what: 'switch',
                    body: { isActive: event.currentTarget.checked },
                  })
                }
              />
            </Table.Td>
            <Table.Td>
              <Group gap={2} justify="flex-end" wrap="nowrap">
                <Tooltip label="Send a test event">
                  <ActionIcon
                    aria-label="Send a test event"
                    onClick={() => act.mutate({ webhook, what: 'ping' })}
                  >
                    <IconSend size={15} />
                  </ActionIcon>
                </Tooltip>
                <Tooltip label="New signing secret; the old one works for another day">
                  <ActionIcon
                    aria-label="New signing secret"
                    onClick={() => act.mutate({ webhook, what: 'rotate' })}
                  >
                    <IconKey size={15} />
                  </ActionIcon>
                </Tooltip>
                <Tooltip label="Remove">
                  <ActionIcon aria-label="Remove" onClick={() => setRemoving(webhook)}>
                    <IconTrash size={15} />
                  </ActionIcon>
                </Tooltip>
              </Group>
            </Table.Td>
          </Table.Tr>
        )}
      />
      {chosen !== undefined && <DeliveryList webhook={chosen} />}
      {isNewOpen && (
        <NewWebhookModal
          projectId={projectId}
          onClose={newModal.close}
          onMade={(webhook) => {
            newModal.close();
            setSecret(webhook.secret);
            void refresh();
          }}
        />
      )}
      {secret !== undefined && <SecretModal secret={secret} onClose={() => setSecret(undefined)} />}
      {removing !== undefined && (
        <RemoveWebhookModal
          webhook={removing}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => {
            setRemoving(undefined);
            void refresh();
          }}
        />
      )}
    </>
  );
}
