import * as z from 'zod';
import { createRecord, deleteRecord, getRecord, putRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { TableAccess } from './table/table-access.ts';

const Answer = z.object({
  /** Of the request's body: the same key with another body is a mistake. */
  fingerprint: z.string(),
  /** Missing while the first request is still running. */
  status: z.number().optional(),
  body: z.string().optional(),
  startedAt: z.string(),
});
export type Answer = z.infer<typeof Answer>;

const format = { noun: 'idempotency key', version: 1, schema: Answer };
const KEPT_SECONDS = 24 * 60 * 60;

export type IdempotencyStore = ReturnType<typeof idempotencyStore>;

/** What a create answered, for the client that asks again with the same key within a day. `scope`: the user. */
export function idempotencyStore(access: TableAccess) {
  const extra = () => ({ ttl: Math.floor(access.now().getTime() / 1000) + KEPT_SECONDS });

  return {
    /** Takes the key: `undefined` when it is ours now, else what the earlier request left. */
    async begin(scope: string, key: string, fingerprint: string): Promise<Answer | undefined> {
      const record = { fingerprint, startedAt: access.now().toISOString() };
      if (await createRecord(access, format, keys.idempotency(scope, key), record, extra())) return undefined;
      return getRecord(access, format, keys.idempotency(scope, key));
    },

    async finish(scope: string, key: string, answer: Answer): Promise<void> {
      await putRecord(access, format, keys.idempotency(scope, key), answer, extra());
    },

    /** The request was refused: the key is free for another try. */
    forget(scope: string, key: string): Promise<boolean> {
      return deleteRecord(access, keys.idempotency(scope, key));
    },
  };
}
