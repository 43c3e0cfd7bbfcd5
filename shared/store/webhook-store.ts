import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { NotFound } from '../errors.ts';
import { deriveId, newId } from '../ids.ts';
import { createRecord, deleteRecord, getRecord } from './table/item-operations.ts';
import { keys, queueKeys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartition, queryPartitions } from './table/query-partitions.ts';
import { readRecord, writeRecord } from './table/record-format.ts';
import { Delivery, Webhook } from './records/webhook.ts';
import type { WebhookEvent } from './records/webhook.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';

const format = { noun: 'webhook', version: 1, schema: Webhook };
const deliveryFormat = { noun: 'delivery', version: 1, schema: Delivery };

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A transaction holds 100 actions, and a project's events must fit beside a task's own. */
export const MOST_WEBHOOKS = 10;
const KEPT_SECONDS = 30 * 24 * 3600;
const CACHED_MS = 10_000;

/** Webhooks by project, so that a task's change needs no read; a new webhook is heard of within ten seconds. */
const known = new Map<string, { at: number; webhooks: Webhook[] }>();

export type WebhookStore = ReturnType<typeof webhookStore>;

export function webhookStore(access: TableAccess) {
  const cacheKey = (projectId: string) => `${access.table} ${projectId}`;

  function list(query: PageRequest & { projectId: string }): Promise<Page<Webhook>> {
    const { pk, sk } = keys.webhook(`${query.projectId}.`);
    return queryPartitions(access, [{ pk, skPrefix: sk }], query, (item) => readRecord(format, item));
  }

  async function subscribed(projectId: string, event: WebhookEvent): Promise<Webhook[]> {
    const id = cacheKey(projectId);
    let entry = known.get(id);
    if (!entry || Date.now() - entry.at > CACHED_MS) {
      entry = { at: Date.now(), webhooks: (await list({ projectId, limit: MOST_WEBHOOKS })).items };
      if (known.size > 1000) known.clear();
      known.set(id, entry);
    }
    return entry.webhooks.filter(
      (one) => one.isActive && (one.events.length === 0 || one.events.includes(event)),
    );
  }

  function deliveryItem(delivery: Delivery): Record<string, unknown> {
    return {
      ...keys.delivery(delivery.webhookId, delivery.id),
      ...writeRecord(deliveryFormat, delivery),
      ...(delivery.status === 'pending' ? queueKeys.dueDelivery(delivery.dueAt, delivery.id) : {}),
      ttl: Math.floor(Date.parse(delivery.createdAt) / 1000) + KEPT_SECONDS,
    };
  }

  function newDelivery(webhook: Webhook, event: WebhookEvent, data: Record<string, unknown>): Delivery {
    const at = access.now();
    const now = at.toISOString();
    const payload = JSON.stringify({ type: event, timestamp: now, data });
    return {
      id: newId(at),
      webhookId: webhook.id,
      event,
      payload,
      status: 'pending',
      attempts: [],
      dueAt: now,
      createdAt: now,
    };
  }

  async function get(webhookId: string): Promise<Webhook> {
    const webhook = await getRecord(access, format, keys.webhook(webhookId));
    if (!webhook) throw new NotFound('webhook', webhookId);
    return webhook;
  }

  return {
    list,
    /** @throws NotFound */
    get,

    async create(input: Omit<Webhook, 'createdAt' | 'updatedAt'>): Promise<Webhook> {
      const now = access.now().toISOString();
      const webhook = { ...input, createdAt: now, updatedAt: now };
      await createRecord(access, format, keys.webhook(webhook.id), webhook);
      known.delete(cacheKey(webhook.projectId));
      return webhook;
    },

    /** @throws NotFound */
    async update(webhookId: string, change: (current: Webhook) => Webhook): Promise<Webhook> {
      const updatedAt = access.now().toISOString();
      const webhook = await updateRecord(access, format, keys.webhook(webhookId), (current) => ({
        ...change(current),
        updatedAt,
      }));
      if (!webhook) throw new NotFound('webhook', webhookId);
      known.delete(cacheKey(webhook.projectId));
      return webhook;
    },

    async remove(webhook: Webhook): Promise<void> {
      await deleteRecord(access, keys.webhook(webhook.id));
      known.delete(cacheKey(webhook.projectId));
    },

    /** The deliveries of an event, as actions for the transaction that makes it happen: none is ever lost. */
    async announce(projectId: string, event: WebhookEvent, data: Record<string, unknown>): Promise<Action[]> {
      return (await subscribed(projectId, event)).map((webhook) => ({
        Put: { TableName: access.table, Item: deliveryItem(newDelivery(webhook, event, data)) },
      }));
    },

    /**
     * For what is no single transaction: written before the deed is marked as done. The deed's own id makes the ids of
     * the deliveries, so doing it again after a crash sends nothing twice.
     */
    async emit(
      projectId: string,
      event: WebhookEvent,
      deedId: string,
      data: Record<string, unknown>,
    ): Promise<void> {
      for (const webhook of await subscribed(projectId, event)) {
        const delivery = { ...newDelivery(webhook, event, data), id: deriveId(event, deedId) };
        const { pk, sk, ...item } = deliveryItem(delivery);
        await createRecord(access, deliveryFormat, { pk: String(pk), sk: String(sk) }, delivery, item);
      }
    },

    /** For one webhook, whatever it subscribed to: a ping. */
    async deliver(webhook: Webhook, event: WebhookEvent, data: Record<string, unknown>): Promise<Delivery> {
      const delivery = newDelivery(webhook, event, data);
      await access.client.send(new PutCommand({ TableName: access.table, Item: deliveryItem(delivery) }));
      return delivery;
    },

    /** The newest first. */
    listDeliveries(
      query: PageRequest & { webhookId: string; status?: Delivery['status'] },
    ): Promise<Page<Delivery>> {
      const { pk, sk } = keys.delivery(query.webhookId, '');
      return queryPartitions(
        access,
        [{ pk, skPrefix: sk, descending: true }],
        query,
        (item) => readRecord(deliveryFormat, item),
        (delivery) => query.status === undefined || delivery.status === query.status,
      );
    },

    async getDelivery(webhookId: string, deliveryId: string): Promise<Delivery> {
      const delivery = await getRecord(access, deliveryFormat, keys.delivery(webhookId, deliveryId));
      if (!delivery) throw new NotFound('delivery', deliveryId);
      return delivery;
    },

    /** What is due by now, the longest due first. */
    async listDue(limit: number): Promise<Delivery[]> {
      const now = access.now().toISOString();
      const partition = {
        index: 'gsi1' as const,
        pk: queueKeys.dueDelivery('', '').gsi1pk,
        skUntil: `${now}~`,
      };
      const { items } = await queryPartition(access, partition, limit);
      return items.map((item) => readRecord(deliveryFormat, item));
    },

    /** Changes a delivery; the condition is that nobody else did. `undefined` when somebody was faster. */
    async changeDelivery(current: Delivery, change: Partial<Delivery>): Promise<Delivery | undefined> {
      const next: Delivery = { ...current, ...change };
      const failed = await access.client
        .send(
          new PutCommand({
            TableName: access.table,
            Item: deliveryItem(next),
            ConditionExpression: 'dueAt = :due AND #status = :status',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':due': current.dueAt, ':status': current.status },
          }),
        )
        .then(
          () => false,
          (error: unknown) => {
            if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return true;
            throw error;
          },
        );
      return failed ? undefined : next;
    },
  };
}
