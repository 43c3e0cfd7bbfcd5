import { Badge, Button, Group, Select, Table, Text, Title } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import type { Delivery, Webhook } from '../../api/webhook.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { TimeText } from '../shell/time-text.tsx';

const LOOKS = {
  pending: { label: 'On its way', color: 'lapis' },
  delivered: { label: 'Delivered', color: 'green' },
  dead: { label: 'Given up', color: 'red' },
} as const;
type Status = Delivery['status'];

/** What was sent to one webhook, the newest first; each can be sent again. */
export function DeliveryList({ webhook }: { webhook: Webhook }) {
  const client = useQueryClient();
  const [status, setStatus] = useState<Status | null>(null);
  const path = `webhooks/${webhook.id}/deliveries`;
  const deliveries = usePages<Delivery>(
    path,
    { status: status ?? undefined },
    { limit: 50, refetchIntervalMs: 3_000 },
  );
  const replay = useMutation({
    mutationFn: (deliveryId: string) =>
      request('POST', `webhooks/${webhook.id}/replay`, { body: { deliveryId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [path] }),
    onError: (error) => notifyProblem('It could not be sent again', error),
  });
  return (
    <section aria-label="Deliveries">
      <Group justify="space-between" mt="lg" mb="sm">
        <Title order={2}>Deliveries to {webhook.url}</Title>
        <Select
          size="xs"
          w={150}
          clearable
          placeholder="Every state"
          aria-label="State of the delivery"
          value={status}
          onChange={(value) => setStatus(value)}
          data={Object.entries(LOOKS).map(([value, { label }]) => ({ value: value as Status, label }))}
        />
      </Group>
      <ListFrame
        label="Deliveries"
        pages={deliveries}
        icon={IconSend}
        emptyTitle={status === null ? 'Nothing has been sent yet' : 'No delivery is in this state'}
        empty={
          status === null
            ? 'Send a test event to see whether the other side listens.'
            : 'Choose another state to see more.'
        }
        head={
          <>
            <Table.Th>Event</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th ta="right">Attempts</Table.Th>
            <Table.Th>Last answer</Table.Th>
            <Table.Th ta="right">Made</Table.Th>
            <Table.Th w={120} aria-label="Actions" />
          </>
        }
        renderRow={(delivery) => (
          <Table.Tr key={delivery.id}>
            <Table.Td>
              <details>
                <summary>{delivery.event}</summary>
                <pre className="payload">{indented(delivery.payload)}</pre>
              </details>
            </Table.Td>
            <Table.Td>
              <Badge color={LOOKS[delivery.status].color}>{stateText(delivery)}</Badge>
            </Table.Td>
            <Table.Td className="number" ta="right">
              {delivery.attempts.length}
            </Table.Td>
            <Table.Td>{answerText(delivery)}</Table.Td>
            <Table.Td ta="right">
              <Text size="sm" c="dimmed">
                <TimeText at={delivery.createdAt} />
              </Text>
            </Table.Td>
            <Table.Td ta="right">
              <Button
                size="compact-xs"
                variant="default"
                disabled={delivery.status === 'pending'}
                loading={replay.isPending && replay.variables === delivery.id}
                onClick={() => replay.mutate(delivery.id)}
              >
                Send again
              </Button>
            </Table.Td>
          </Table.Tr>
        )}
      />
    </section>
  );
}

function stateText({ status, attempts }: Delivery): string {
  return status === 'pending' && attempts.length > 0 ? 'Tried again soon' : LOOKS[status].label;
}

function answerText({ attempts }: Delivery): string {
  const last = attempts.at(-1);
  if (last === undefined) return '–';
  const what = last.status === undefined ? plainError(last.error) : `HTTP ${last.status}`;
  return `${what}, ${Math.round(last.milliseconds)} ms`;
}

/** What the network said, in words. */
function plainError(error = 'No answer'): string {
  const host = /ENOTFOUND (\S+)/.exec(error)?.[1] ?? /EAI_AGAIN (\S+)/.exec(error)?.[1];
  if (host !== undefined) return `There is no host ${host}`;
  if (error.includes('ECONNREFUSED')) return 'Nobody listens there';
  if (error.includes('ECONNRESET')) return 'The connection broke off';
  return error.replace(/\.$/, '');
}

function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), undefined, 2);
  } catch {
    return payload;
  }
}
