import * as z from 'zod';
import { NotFound, StaleRevision } from '../errors.ts';
import { getRecord } from './table/item-operations.ts';
import type { Key } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord, writeRecord } from './table/record-format.ts';
import type { TableAccess } from './table/table-access.ts';
import { writeTransaction } from './table/write-transaction.ts';

/** One immutable revision of a named thing: an ontology or a workflow. */
export interface Revisioned<Content> {
  id: string;
  name: string;
  /** 1, 2, 3 … */
  revision: number;
  content: Content;
  savedBy: string;
  savedAt: string;
  createdAt: string;
}

interface Layout {
  noun: string;
  head: (id: string) => Key;
  revision: (id: string, revision: number) => Key;
}

/**
 * Keeps a head record (name and latest revision) and one record per revision, written together. Old revisions stay:
 * running tasks and snapshots refer to them.
 */
export function revisionedStore<Content>(access: TableAccess, layout: Layout, content: z.ZodType<Content>) {
  const Head = z.object({ id: z.string(), name: z.string(), revision: z.number(), savedAt: z.string() });
  const Revision: z.ZodType<Revisioned<Content>> = z.object({
    id: z.string(),
    name: z.string(),
    revision: z.number(),
    content,
    savedBy: z.string(),
    savedAt: z.string(),
    createdAt: z.string(),
  });
  const headFormat = { noun: layout.noun, version: 1, schema: Head };
  const format = { noun: layout.noun, version: 1, schema: Revision };

  async function get(id: string, revision?: number): Promise<Revisioned<Content>> {
    const wanted = revision ?? (await getRecord(access, headFormat, layout.head(id)))?.revision;
    const record = wanted && (await getRecord(access, format, layout.revision(id, wanted)));
    if (!record) throw new NotFound(layout.noun, revision === undefined ? id : `${id} revision ${revision}`);
    return record;
  }

  async function save(record: Revisioned<Content>): Promise<boolean> {
    const head = { id: record.id, name: record.name, revision: record.revision, savedAt: record.savedAt };
    const failed = await writeTransaction(access, [
      {
        Put: {
          TableName: access.table,
          Item: { ...layout.head(record.id), ...writeRecord(headFormat, head) },
          ConditionExpression: record.revision === 1 ? 'attribute_not_exists(pk)' : 'revision = :was',
          ...(record.revision === 1 ? {} : { ExpressionAttributeValues: { ':was': record.revision - 1 } }),
        },
      },
      {
        Put: {
          TableName: access.table,
          Item: { ...layout.revision(record.id, record.revision), ...writeRecord(format, record) },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    return failed === undefined;
  }

  return {
    get,

    /** Revision 1. @throws StaleRevision when the id is taken. */
    async create(input: {
      id: string;
      name: string;
      content: Content;
      by: string;
    }): Promise<Revisioned<Content>> {
      const now = access.now().toISOString();
      const { id, name, content, by } = input;
      const record = { id, name, revision: 1, content, savedBy: by, savedAt: now, createdAt: now };
      if (!(await save(record)))
        throw new StaleRevision(`The ${layout.noun} "${id}" exists already.`, { id });
      return record;
    },

    /** Revision `baseRevision` + 1. @throws NotFound, StaleRevision when somebody saved since. */
    async update(
      id: string,
      baseRevision: number,
      input: { name?: string; content: Content; by: string },
    ): Promise<Revisioned<Content>> {
      const current = await get(id);
      const record = {
        ...current,
        name: input.name ?? current.name,
        revision: baseRevision + 1,
        content: input.content,
        savedBy: input.by,
        savedAt: access.now().toISOString(),
      };
      if (current.revision !== baseRevision || !(await save(record))) {
        const latest = await get(id);
        throw new StaleRevision(
          `Revision ${latest.revision} of this ${layout.noun} has been saved since; look at it and apply your change again.`,
          { currentRevision: latest.revision },
        );
      }
      return record;
    },

    /** Names and latest revisions. */
    list(request: PageRequest = {}): Promise<Page<z.infer<typeof Head>>> {
      const { pk, sk } = layout.head('');
      return queryPartitions(access, [{ pk, skPrefix: sk }], request, (item) => readRecord(headFormat, item));
    },
  };
}
