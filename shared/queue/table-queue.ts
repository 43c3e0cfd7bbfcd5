import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { deriveId, newId } from '../ids.ts';
import { keys, queueKeys } from '../store/keys.ts';
import type { TableAccess } from '../store/table/table-access.ts';
import type { DeadLetter, Queue, QueueMessage } from './queue.ts';

export interface TableQueueOptions extends TableAccess {
  /** Short name: `events`, `webhooks`. */
  name: string;
  /** After this many deliveries a message is a dead letter. */
  maxAttempts?: number;
}

export interface TableQueue extends Queue {
  /** `isUrgent`: before everything that waits already. */
  send: (
    body: unknown,
    options?: { delaySeconds?: number; deduplicationId?: string; isUrgent?: boolean },
  ) => Promise<{ id: string }>;
  /**
   * Makes messages deliverable now that would be only after `beyondSeconds`. Without it all: for a host that starts and
   * knows that no receiver is left. With more than any delay in use: what a clock left behind that has been set back.
   */
  releaseAll: (beyondSeconds?: number) => Promise<void>;
  /** True when no message waits or is in work; dead letters do not count. */
  isEmpty: () => Promise<boolean>;
  /**
   * Puts back the dead letters that ended with an error each time, for what stood in the way (a full disk) may be over.
   * Those whose receiver vanished stay: they may be what ended it.
   */
  redriveFailed: () => Promise<number>;
}

/** Receipts of messages that nobody holds. */
const GIVEN_BACK = 'given back';
const VANISHED = 'dead';
/** Messages are delivered by when they are due: what is urgent was due a year ago. */
const AHEAD_SECONDS = 365 * 24 * 3600;

interface MessageItem {
  messageId: string;
  body: string;
  attempts: number;
  receipt?: string;
  gsi1pk: string;
  gsi1sk: string;
}

/**
 * A queue as rows of the table: the index `gsi1` orders them by the moment from which they may be delivered, and
 * taking one moves that moment behind its visibility under a condition, so no two receivers hold one delivery.
 */
export function tableQueue({ client, table, now, name, maxAttempts = 5 }: TableQueueOptions): TableQueue {
  const at = (seconds: number) => new Date(now().getTime() + seconds * 1000).toISOString();
  const waitingKey = queueKeys.waitingMessage(name, '', '').gsi1pk;
  const deadKey = queueKeys.deadMessage(name, '', '').gsi1pk;

  async function query(indexKey: string, before: string | undefined, limit: number): Promise<MessageItem[]> {
    const found = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'gsi1',
        KeyConditionExpression: before === undefined ? 'gsi1pk = :pk' : 'gsi1pk = :pk AND gsi1sk <= :before',
        ExpressionAttributeValues: {
          ':pk': indexKey,
          ...(before === undefined ? {} : { ':before': before }),
        },
        Limit: limit,
      }),
    );
    return (found.Items ?? []) as MessageItem[];
  }

  /** Moves a message under the condition that it still is as it was read (or as a receipt says). */
  async function move(
    id: string,
    place: { gsi1pk: string; gsi1sk: string },
    fields: { attempts: number; receipt: string },
    condition: { name: 'gsi1sk' | 'receipt'; value: string },
    isOwnReceipt = false,
  ): Promise<boolean> {
    return isHeld(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: keys.queueMessage(name, id),
          UpdateExpression: 'SET gsi1pk = :pk, gsi1sk = :sk, attempts = :attempts, receipt = :receipt',
          // Sent again after a lost answer, it finds what it wrote itself.
          ConditionExpression: `#condition = :condition${isOwnReceipt ? ' OR receipt = :receipt' : ''}`,
          ExpressionAttributeNames: { '#condition': condition.name },
          ExpressionAttributeValues: {
            ':pk': place.gsi1pk,
            ':sk': place.gsi1sk,
            ':attempts': fields.attempts,
            ':receipt': fields.receipt,
            ':condition': condition.value,
          },
        }),
      ),
    );
  }

  async function take(item: MessageItem, visibilitySeconds: number): Promise<QueueMessage | undefined> {
    const { messageId: id, attempts } = item;
    const unchanged = { name: 'gsi1sk', value: item.gsi1sk } as const;
    if (attempts >= maxAttempts) {
      // Its last receiver vanished without a word.
      await move(id, queueKeys.deadMessage(name, at(0), id), { attempts, receipt: VANISHED }, unchanged);
      return undefined;
    }
    const receipt = `${id}/${attempts + 1}/${newId()}`;
    const place = queueKeys.waitingMessage(name, at(visibilitySeconds), id);
    if (!(await move(id, place, { attempts: attempts + 1, receipt }, unchanged, true))) return undefined;
    return { id, body: JSON.parse(item.body) as unknown, receipt, attempts: attempts + 1 };
  }

  async function bringBack(isWanted: (item: MessageItem) => boolean): Promise<number> {
    let count = 0;
    // Those moved leave the index, so the first page is the next one, until it holds none that is wanted.
    for (;;) {
      const dead = (await query(deadKey, undefined, 1000)).filter(isWanted);
      let moved = 0;
      for (const { messageId, gsi1sk } of dead) {
        const place = queueKeys.waitingMessage(name, at(0), messageId);
        const fields = { attempts: 0, receipt: 'redriven' };
        if (await move(messageId, place, fields, { name: 'gsi1sk', value: gsi1sk })) moved++;
      }
      count += moved;
      if (moved === 0) return count;
    }
  }

  return {
    send: async (body, { delaySeconds = 0, deduplicationId, isUrgent = false } = {}) => {
      const id = deduplicationId === undefined ? newId(now()) : deriveId(name, deduplicationId);
      await isHeld(
        client.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...keys.queueMessage(name, id),
              ...queueKeys.waitingMessage(name, at(isUrgent ? -AHEAD_SECONDS : delaySeconds), id),
              messageId: id,
              body: JSON.stringify(body ?? null),
              attempts: 0,
              version: 1,
            },
            ConditionExpression: 'attribute_not_exists(pk) OR gsi1pk = :dead',
            ExpressionAttributeValues: { ':dead': deadKey },
          }),
        ),
      );
      return { id };
    },
    receive: async ({ max, visibilitySeconds }) => {
      const messages: QueueMessage[] = [];
      // Some of those read are lost to other receivers, so a few more are read than wanted.
      for (const item of await query(waitingKey, `${at(0)}~`, max * 2)) {
        const message = await take(item, visibilitySeconds);
        if (message !== undefined) messages.push(message);
        if (messages.length === max) break;
      }
      return messages;
    },
    done: async (receipt) => {
      await isHeld(
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: keys.queueMessage(name, receipt.split('/')[0]),
            ConditionExpression: 'receipt = :receipt',
            ExpressionAttributeValues: { ':receipt': receipt },
          }),
        ),
      );
    },
    retry: async (receipt, delaySeconds) => {
      const [id, attemptText] = receipt.split('/');
      const attempts = Number(attemptText);
      const isDead = attempts >= maxAttempts;
      const place = isDead
        ? queueKeys.deadMessage(name, at(0), id)
        : queueKeys.waitingMessage(name, at(delaySeconds), id);
      await move(id, place, { attempts, receipt: GIVEN_BACK }, { name: 'receipt', value: receipt });
    },
    releaseAll: async (beyondSeconds = 0) => {
      // Page by page towards the future: those released sort before `now` and are not met again.
      for (;;) {
        const found = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: 'gsi1',
            KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk > :now',
            ExpressionAttributeValues: { ':pk': waitingKey, ':now': `${at(beyondSeconds)}~` },
            Limit: 500,
          }),
        );
        const items = (found.Items ?? []) as MessageItem[];
        for (const { messageId, attempts, gsi1sk } of items) {
          const place = queueKeys.waitingMessage(name, at(0), messageId);
          await move(messageId, place, { attempts, receipt: 'released' }, { name: 'gsi1sk', value: gsi1sk });
        }
        if (items.length === 0) return;
      }
    },
    isEmpty: async () => (await query(waitingKey, undefined, 1)).length === 0,
    deadLetters: async ({ limit = 100 } = {}) =>
      (await query(deadKey, undefined, limit)).map((item): DeadLetter => ({
        id: item.messageId,
        body: JSON.parse(item.body) as unknown,
        attempts: item.attempts,
      })),
    redrive: (ids) => bringBack((item) => ids?.includes(item.messageId) ?? true),
    redriveFailed: () => bringBack((item) => item.receipt === GIVEN_BACK),
  };
}

/** False when the condition of a write did not hold. */
async function isHeld(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
