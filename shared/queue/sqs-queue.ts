import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { InvalidInput } from '../errors.ts';
import type { DeadLetter, Queue } from './queue.ts';

export interface SqsQueueOptions {
  client: SQSClient;
  url: string;
  /** Where the redrive policy of the queue parks messages. */
  deadLetterUrl?: string;
}

const PAGE = 10;

/**
 * A queue in SQS. The number of attempts before a message is parked is the queue's redrive policy. Only FIFO queues
 * know `deduplicationId`; on a standard queue a message may come twice anyway, and handlers are idempotent.
 */
export function sqsQueue({ client, url, deadLetterUrl }: SqsQueueOptions): Queue {
  const isFifo = url.endsWith('.fifo');

  async function sendText(text: string, delaySeconds?: number, deduplicationId?: string): Promise<string> {
    const fifo = isFifo ? { MessageGroupId: 'all', MessageDeduplicationId: deduplicationId } : {};
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: text,
        DelaySeconds: isFifo ? undefined : delaySeconds,
        ...fifo,
      }),
    );
    return sent.MessageId ?? '';
  }

  async function receiveFrom(from: string, max: number, visibilitySeconds: number): Promise<Message[]> {
    const received = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: max,
        VisibilityTimeout: visibilitySeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    return received.Messages ?? [];
  }

  /** Goes once through what is parked; each message stays hidden from the next page for the time given. */
  async function* parked(visibilitySeconds: number): AsyncGenerator<Message> {
    if (deadLetterUrl === undefined) return;
    const seen = new Set<string>();
    for (;;) {
      const page = await receiveFrom(deadLetterUrl, PAGE, visibilitySeconds);
      const fresh = page.filter((message) => !seen.has(message.MessageId ?? ''));
      if (fresh.length === 0) return;
      for (const message of fresh) {
        seen.add(message.MessageId ?? '');
        yield message;
      }
    }
  }

  return {
    send: async (body, { delaySeconds, deduplicationId } = {}) => ({
      id: await sendText(JSON.stringify(body ?? null), delaySeconds, deduplicationId),
    }),
    receive: async ({ max, visibilitySeconds }) =>
      (await receiveFrom(url, Math.min(max, PAGE), visibilitySeconds)).map((message) => ({
        id: message.MessageId ?? '',
        body: JSON.parse(message.Body ?? 'null') as unknown,
        receipt: message.ReceiptHandle ?? '',
        attempts: attemptsOf(message),
      })),
    done: async (receipt) => {
      await ignoreOldReceipt(
        client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt })),
      );
    },
    retry: async (receipt, delaySeconds) => {
      await ignoreOldReceipt(
        client.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: url,
            ReceiptHandle: receipt,
            VisibilityTimeout: delaySeconds,
          }),
        ),
      );
    },
    deadLetters: async ({ limit = 100 } = {}) => {
      const letters: DeadLetter[] = [];
      for await (const message of parked(2)) {
        letters.push({
          id: message.MessageId ?? '',
          body: JSON.parse(message.Body ?? 'null') as unknown,
          attempts: attemptsOf(message),
        });
        if (letters.length === limit) break;
      }
      return letters;
    },
    redrive: async (ids) => {
      if (deadLetterUrl === undefined) throw new InvalidInput('This queue has no dead-letter queue.');
      let count = 0;
      for await (const message of parked(30)) {
        if (ids !== undefined && !ids.includes(message.MessageId ?? '')) continue;
        // Sent first, deleted second: in between it may come twice, but it is never lost.
        await sendText(message.Body ?? 'null', undefined, message.MessageId);
        await client.send(
          new DeleteMessageCommand({ QueueUrl: deadLetterUrl, ReceiptHandle: message.ReceiptHandle }),
        );
        count++;
      }
      return count;
    },
  };
}

function attemptsOf(message: Message): number {
  return Number(message.Attributes?.ApproximateReceiveCount ?? 1);
}

async function ignoreOldReceipt(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const isOld =
      error instanceof Error &&
      ['ReceiptHandleIsInvalid', 'MessageNotInflight', 'InvalidParameterValue'].includes(error.name);
    if (!isOld) throw error;
  }
}
