import type * as z from 'zod';
import { CorruptRecord } from '../../errors.ts';

type Stored = Record<string, unknown>;

/**
 * How a noun is kept: every stored record carries `v`, and whatever is read is parsed. `migrations[n]` turns a record
 * of version n into one of version n + 1 as it is read; the next write stores the new shape.
 */
export interface RecordFormat<T> {
  noun: string;
  version: number;
  schema: z.ZodType<T>;
  migrations?: Record<number, (old: Stored) => Stored>;
}

/** @throws CorruptRecord when the stored record fits no known version. */
export function readRecord<T>(format: RecordFormat<T>, item: Stored): T {
  let record = item;
  for (let version = Number(item.v ?? 1); version < format.version; version++) {
    const migrate = format.migrations?.[version];
    if (!migrate)
      throw new CorruptRecord(format.noun, `there is no way from version ${version} to ${version + 1}`);
    record = migrate(record);
  }
  const parsed = format.schema.safeParse(record);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CorruptRecord(format.noun, `${issue.path.join('.')}: ${issue.message}`, {
      pk: item.pk,
      sk: item.sk,
    });
  }
  return parsed.data;
}

export function writeRecord<T extends object>(format: RecordFormat<T>, value: T): Stored {
  return { ...value, v: format.version };
}
