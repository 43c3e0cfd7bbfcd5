import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { AlreadyExists, NotFound } from '../errors.ts';
import { conditionalWrite } from './table/conditional-write.ts';
import { createRecord, getRecord } from './table/item-operations.ts';
import { keys, queueKeys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartition, queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { Job } from './records/job.ts';
import { ShardFailure } from './records/shard-failure.ts';
import type { WebhookEvent } from './records/webhook.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';
import { webhookStore } from './webhook-store.ts';

const format = { noun: 'job', version: 1, schema: Job };

/** Where the sweep finds it, until it has ended and owes nothing. */
const index = (job: Job) =>
  isOver(job) ? { gsi1pk: undefined, gsi1sk: undefined } : queueKeys.unfinishedJob(job.id);

const isFinished = (job: Job): boolean => !['queued', 'running'].includes(job.status);

const isOver = (job: Job): boolean => isFinished(job) && job.owesCost !== true;

/** Ends now, and did more than look what it would do. */
const isNews = (job: Job): boolean => !isFinished(job) && job.input.dryRun !== true;

/** Jobs whose end the webhooks of their project hear of. */
const EVENTS: Record<string, WebhookEvent> = {
  'export-labels': 'export.finished',
  'freeze-snapshot': 'snapshot.sealed',
  evaluate: 'evaluation.finished',
  'fine-tune': 'model.registered',
};

type NewJob = Pick<Job, 'id' | 'ownerId' | 'kind' | 'createdBy'> & { input?: Job['input']; total?: number };

export type JobStore = ReturnType<typeof jobStore>;

/**
 * Long work. A finished job never changes again, so a late or repeated step does no harm; what it owes is settled all
 * the same.
 */
export function jobStore(access: TableAccess) {
  const webhooks = webhookStore(access);

  async function change(jobId: string, apply: (job: Job) => Job, isClosed = isFinished): Promise<Job> {
    const now = access.now().toISOString();
    const stamped = (current: Job) => {
      if (isClosed(current)) return current;
      const next = apply(current);
      return {
        ...next,
        updatedAt: now,
        ...(isFinished(next) ? { finishedAt: current.finishedAt ?? now } : {}),
      };
    };
    const job = await updateRecord(access, format, keys.job(jobId), stamped, index);
    if (!job) throw new NotFound('job', jobId);
    return job;
  }

  return {
    /** The id must be `<ownerId>.<own>`. @throws AlreadyExists */
    async create(input: NewJob): Promise<Job> {
      const now = access.now().toISOString();
      const { total = 0, ...rest } = input;
      const job: Job = {
        ...rest,
        input: input.input ?? {},
        status: 'queued',
        progress: { done: 0, total },
        attempts: 1,
        createdAt: now,
        updatedAt: now,
      };
      if (!(await createRecord(access, format, keys.job(job.id), job, index(job))))
        throw new AlreadyExists('job', job.id);
      return job;
    },

    /** @throws NotFound */
    async get(jobId: string): Promise<Job> {
      const job = await getRecord(access, format, keys.job(jobId));
      if (!job) throw new NotFound('job', jobId);
      return job;
    },

    /** The newest first. */
    list(
      query: PageRequest & { ownerId: string; kind?: string; status?: Job['status'] },
    ): Promise<Page<Job>> {
      const { pk, sk } = keys.job(`${query.ownerId}.`);
      const partition = { pk, skPrefix: sk, descending: true };
      const wanted = (job: Job) =>
        (query.kind === undefined || job.kind === query.kind) &&
        (query.status === undefined || job.status === query.status);
      return queryPartitions(access, [partition], query, (item) => readRecord(format, item), wanted);
    },

    /** @throws NotFound */
    start(jobId: string, change_: { executionId?: string; total?: number } = {}): Promise<Job> {
      return change(jobId, (job) => ({
        ...job,
        status: 'running',
        ...(change_.executionId === undefined ? {} : { executionId: change_.executionId }),
        progress: { ...job.progress, total: change_.total ?? job.progress.total },
      }));
    },

    /** Its machine was started once more, after it was cut off or for what it owes. @throws NotFound */
    restart(jobId: string, executionId: string): Promise<Job> {
      const again = (job: Job): Job => ({
        ...job,
        status: isFinished(job) ? job.status : 'running',
        executionId,
        attempts: job.attempts + 1,
      });
      return change(jobId, again, isOver);
    },

    /** What it owed is put down, or given up with the reason. @throws NotFound */
    settle(jobId: string, warnings?: string[]): Promise<Job> {
      const settled = (job: Job): Job => ({
        ...job,
        warnings: warnings ?? job.warnings,
        owesCost: undefined,
      });
      return change(jobId, settled, (job) => job.owesCost !== true);
    },

    /** Up to 500 jobs that have not ended, or owe what they cost: for the sweep. */
    async listUnfinished(): Promise<Job[]> {
      const { gsi1pk: pk } = queueKeys.unfinishedJob('');
      const { items } = await queryPartition(access, { index: 'gsi1', pk }, 500);
      return items.map((item) => readRecord(format, item));
    },

    /** `done` never goes back: steps may report in any order. */
    progress(jobId: string, progress: { done: number; total?: number }): Promise<Job> {
      return change(jobId, (job) => ({
        ...job,
        status: 'running',
        progress: {
          done: Math.max(job.progress.done, progress.done),
          total: progress.total ?? job.progress.total,
        },
      }));
    },

    /**
     * The same in one write without a read, for many steps that report at once; one that is late is not heard.
     */
    async report(jobId: string, done: number): Promise<void> {
      await conditionalWrite<unknown>(
        () =>
          access.client.send(
            new UpdateCommand({
              TableName: access.table,
              Key: keys.job(jobId),
              ConditionExpression: '#status IN (:queued, :running) AND #progress.#done < :done',
              UpdateExpression:
                'SET #progress.#done = :done, #status = :running, updatedAt = :now, writes = if_not_exists(writes, :none) + :one',
              ExpressionAttributeNames: { '#status': 'status', '#progress': 'progress', '#done': 'done' },
              ExpressionAttributeValues: {
                ':queued': 'queued',
                ':running': 'running',
                ':done': done,
                ':now': access.now().toISOString(),
                ':none': 0,
                ':one': 1,
              },
            }),
          ),
        () => undefined,
      );
    },

    async succeed(jobId: string, result: Record<string, unknown>): Promise<Job> {
      const current = await getRecord(access, format, keys.job(jobId));
      const event = current && isNews(current) ? EVENTS[current.kind] : undefined;
      if (current && event) await webhooks.emit(current.ownerId, event, jobId, { jobId, result });
      return change(jobId, (job) => ({
        ...job,
        status: 'succeeded',
        result,
        progress: { done: job.progress.total, total: job.progress.total },
      }));
    },

    async fail(jobId: string, error: { code: string; message: string }): Promise<Job> {
      const current = await getRecord(access, format, keys.job(jobId));
      if (current && isNews(current)) {
        const data = { jobId, kind: current.kind, error };
        await webhooks.emit(current.ownerId, 'job.failed', jobId, data);
      }
      return change(jobId, (job) => ({ ...job, status: 'failed', error }));
    },

    cancel(jobId: string): Promise<Job> {
      return change(jobId, (job) => ({
        ...job,
        status: 'cancelled',
        // In the same write, so that no cost is forgotten, whatever fails after it.
        ...(job.kind === 'evaluate' ? { owesCost: true } : {}),
      }));
    },

    /** The outcome of one part (a shard): what makes a job resumable. Writing it twice is harmless. */
    async putPart(jobId: string, part: string, record: Record<string, unknown>): Promise<void> {
      await access.client.send(
        new PutCommand({ TableName: access.table, Item: { ...keys.jobPart(jobId, part), record, v: 1 } }),
      );
    },

    /** A shard was given up; counts how often. */
    async noteShardFailure(
      jobId: string,
      { shard, error, message }: { shard: number; error: string; message: string },
    ): Promise<void> {
      await access.client.send(
        new UpdateCommand({
          TableName: access.table,
          Key: keys.shardFailure(jobId, shard),
          UpdateExpression:
            'SET #shard = :shard, #error = :error, #message = :message, #at = :now, v = :v ADD attempts :one',
          ExpressionAttributeNames: {
            '#shard': 'shard',
            '#error': 'error',
            '#message': 'message',
            '#at': 'at',
          },
          ExpressionAttributeValues: {
            ':shard': shard,
            ':error': error,
            ':message': message,
            ':now': access.now().toISOString(),
            ':v': 1,
            ':one': 1,
          },
        }),
      );
    },

    /** Of every shard that was ever given up, also of those that were done later. */
    async listShardFailures(jobId: string): Promise<ShardFailure[]> {
      const { pk } = keys.shardFailure(jobId, 0);
      const { items } = await queryPartition(access, { pk, skPrefix: 'FAILURE#' }, 1000);
      return items.map((item) => ShardFailure.parse(item));
    },

    /** What is missing, said beside the result; the words replace those before. */
    warn(jobId: string, warnings: string[]): Promise<Job> {
      return change(jobId, (job) => ({ ...job, warnings }));
    },

    async listParts(jobId: string): Promise<{ part: string; record: Record<string, unknown> }[]> {
      const { pk, sk } = keys.jobPart(jobId, '');
      const { items } = await queryPartition(access, { pk, skPrefix: sk }, 1000);
      return items.map((item) => ({
        part: String(item.sk).slice(sk.length),
        record: item.record as Record<string, unknown>,
      }));
    },
  };
}
