import { createHash } from 'node:crypto';
import type { Blobs } from '../blobs/blobs.ts';
import { PreconditionFailed, StaleRevision } from '../errors.ts';
import { decodeLabelContent } from '../labels/codec/decode-label-content.ts';
import { encodeLabelContent } from '../labels/codec/encode-label-content.ts';
import type { LabelContent, LabelDocument } from '../labels/label-document.ts';
import { stampLabelContent } from '../labels/stamp-label-content.ts';
import { createRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartition, queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { LabelRevision } from './records/label-revision.ts';
import type { TableAccess } from './table/table-access.ts';

const format = { noun: 'label revision', version: 1, schema: LabelRevision };

/** Above this a blob is cheaper than the item's write units. */
const MOST_INLINE_BYTES = 8 * 1024;
const MOST_CLASS_IDS = 200;

export type RevisionSummary = Omit<LabelRevision, 'inline' | 'blobKey'>;

export type LabelStore = ReturnType<typeof labelStore>;

/** Label documents as immutable revisions 1, 2, 3 … per task and branch; revision 0 is the empty one. */
export function labelStore(access: TableAccess & { blobs: Blobs }) {
  async function latest(taskId: string, branch: string): Promise<LabelRevision | undefined> {
    const { pk, sk } = keys.labelBranch(taskId, branch);
    const { items } = await queryPartition(access, { pk, skPrefix: sk, descending: true }, 1);
    return items[0] && readRecord(format, items[0]);
  }

  async function open(revision: LabelRevision): Promise<LabelDocument> {
    const bytes = revision.inline ?? (await access.blobs.get(revision.blobKey ?? ''));
    const { taskId, branch, savedBy, savedAt } = revision;
    return { ...decodeLabelContent(bytes), taskId, branch, revision: revision.revision, savedBy, savedAt };
  }

  function empty(taskId: string, branch: string): LabelDocument {
    return { taskId, branch, revision: 0, objects: [], classifications: [] };
  }

  async function getLatest(taskId: string, branch: string): Promise<LabelDocument> {
    const revision = await latest(taskId, branch);
    return revision ? open(revision) : empty(taskId, branch);
  }

  async function stale(taskId: string, branch: string, baseRevision: number): Promise<StaleRevision> {
    const current = await getLatest(taskId, branch);
    return new StaleRevision(
      `These labels are at revision ${current.revision} by now, and yours are based on ${baseRevision}; merge and save again.`,
      { currentRevision: current.revision, current },
    );
  }

  return {
    /** The newest revision; the empty revision 0 when nothing was saved yet. */
    get: getLatest,

    /** Of the newest revision, without its content. */
    async head(taskId: string, branch: string): Promise<RevisionSummary | undefined> {
      return latest(taskId, branch);
    },

    /** One revision, or undefined. */
    async getRevision(taskId: string, branch: string, revision: number): Promise<LabelDocument | undefined> {
      if (revision === 0) return empty(taskId, branch);
      const record = await getRecord(access, format, keys.labels(taskId, branch, revision));
      return record && open(record);
    },

    /**
     * Revision `baseRevision` + 1, by one conditional put. Who made and changed each object follows from what differs
     * from the base, not from what the content says.
     *
     * @throws StaleRevision when somebody saved since; its details hold the current document
     */
    async save(input: {
      taskId: string;
      branch: string;
      baseRevision: number;
      content: LabelContent;
      by: string;
      /** The content comes from where nobody can have lied: another branch, an older revision, a job. */
      keepsAuthors?: boolean;
      restoredFrom?: number;
    }): Promise<LabelDocument> {
      const { taskId, branch, by } = input;
      const savedAt = access.now().toISOString();
      // A base that never was would leave a gap: the put of n + 1 alone cannot see that n is missing.
      const base =
        input.baseRevision === 0
          ? undefined
          : await getRecord(access, format, keys.labels(taskId, branch, input.baseRevision));
      if (input.baseRevision !== 0 && !base) throw await stale(taskId, branch, input.baseRevision);
      const before = base && !input.keepsAuthors ? await open(base) : empty(taskId, branch);
      const content = input.keepsAuthors
        ? input.content
        : stampLabelContent(before, input.content, { by, at: savedAt });
      const bytes = encodeLabelContent(content);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const isInline = bytes.byteLength <= MOST_INLINE_BYTES;
      const blobKey = `labels/${sha256}`;
      if (!isInline) {
        // The blob comes first: a crash leaves an unused blob, never a revision without content.
        await access.blobs.put(blobKey, bytes, { ifNoneMatch: '*' }).catch((error: unknown) => {
          if (!(error instanceof PreconditionFailed)) throw error;
        });
      }
      const record: LabelRevision = {
        taskId,
        branch,
        revision: input.baseRevision + 1,
        sha256,
        ...(isInline ? { inline: bytes } : { blobKey }),
        objects: content.objects.length,
        classifications: content.classifications.length,
        classIds: [...new Set(content.objects.map((object) => object.classId))]
          .sort()
          .slice(0, MOST_CLASS_IDS),
        savedBy: by,
        savedAt,
        ...(input.restoredFrom === undefined ? {} : { restoredFrom: input.restoredFrom }),
      };
      if (await createRecord(access, format, keys.labels(taskId, branch, record.revision), record)) {
        return open({ ...record, inline: bytes });
      }
      throw await stale(taskId, branch, input.baseRevision);
    },

    /** The newest first, without contents. */
    async listRevisions(
      query: PageRequest & { taskId: string; branch: string },
    ): Promise<Page<RevisionSummary>> {
      const { pk, sk } = keys.labelBranch(query.taskId, query.branch);
      return queryPartitions(access, [{ pk, skPrefix: sk, descending: true }], query, (item) => {
        const { inline: _, blobKey: __, ...summary } = readRecord(format, item);
        return summary;
      });
    },

    /** The branches of a task and their newest revisions. */
    async listBranches(taskId: string): Promise<{ branch: string; revision: number }[]> {
      const branches = new Map<string, number>();
      const pk = keys.labelBranch(taskId, '').pk;
      let after: string | undefined;
      do {
        const page = await queryPartition(access, { pk, skPrefix: 'BRANCH#' }, 500, after);
        for (const item of page.items) branches.set(String(item.branch), Number(item.revision));
        after = page.lastKey;
      } while (after !== undefined);
      return [...branches].map(([branch, revision]) => ({ branch, revision }));
    },
  };
}
