import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { sqsQueue } from './sqs-queue.ts';

function setUp(suffix = '') {
  const client = new SQSClient({ region: 'eu-central-1' });
  const queue = sqsQueue({ client, url: `https://q${suffix}`, deadLetterUrl: `https://dead${suffix}` });
  return { sqs: mockClient(client), queue };
}

describe('the SQS adapter', () => {
  it('sends JSON with its delay; deduplication only where the queue knows it', async () => {
    const { sqs, queue } = setUp();
    sqs.on(SendMessageCommand).resolves({ MessageId: 'm' });
    expect(await queue.send({ a: 1 }, { delaySeconds: 5, deduplicationId: 'd' })).toEqual({ id: 'm' });
    expect(sqs.commandCalls(SendMessageCommand)[0].args[0].input).toEqual({
      QueueUrl: 'https://q',
      MessageBody: '{"a":1}',
      DelaySeconds: 5,
    });

    const fifo = setUp('.fifo');
    fifo.sqs.on(SendMessageCommand).resolves({ MessageId: 'm' });
    await fifo.queue.send(1, { deduplicationId: 'd' });
    expect(fifo.sqs.commandCalls(SendMessageCommand)[0].args[0].input).toMatchObject({
      MessageDeduplicationId: 'd',
      MessageGroupId: 'all',
    });
  });

  it('reads attempts from the receive count and forgives old receipts', async () => {
    const { sqs, queue } = setUp();
    sqs.on(ReceiveMessageCommand).resolves({
      Messages: [
        { MessageId: 'm', Body: '"x"', ReceiptHandle: 'r', Attributes: { ApproximateReceiveCount: '2' } },
      ],
    });
    expect(await queue.receive({ max: 10, visibilitySeconds: 30 })).toEqual([
      { id: 'm', body: 'x', receipt: 'r', attempts: 2 },
    ]);
    sqs.on(DeleteMessageCommand).rejects(Object.assign(new Error('old'), { name: 'ReceiptHandleIsInvalid' }));
    sqs.on(ChangeMessageVisibilityCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await queue.done('r');
    await expect(queue.retry('r', 3)).rejects.toThrow('no');
  });

  it('puts dead letters back before it deletes them', async () => {
    const { sqs, queue } = setUp();
    sqs
      .on(ReceiveMessageCommand, { QueueUrl: 'https://dead' })
      .resolvesOnce({
        Messages: ['a', 'b'].map((id) => ({ MessageId: id, Body: `"${id}"`, ReceiptHandle: id })),
      })
      .resolves({});
    sqs.on(SendMessageCommand).resolves({ MessageId: 'm' });
    sqs.on(DeleteMessageCommand).resolves({});
    expect(await queue.redrive(['b'])).toBe(1);
    expect(sqs.commandCalls(SendMessageCommand)[0].args[0].input).toMatchObject({
      QueueUrl: 'https://q',
      MessageBody: '"b"',
    });
    expect(sqs.commandCalls(DeleteMessageCommand)[0].args[0].input).toMatchObject({
      QueueUrl: 'https://dead',
      ReceiptHandle: 'b',
    });
  });
});
