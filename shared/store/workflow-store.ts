import { WorkflowDocument } from '../workflow/workflow-document.ts';
import { keys } from './keys.ts';
import { revisionedStore } from './revisioned-store.ts';
import type { TableAccess } from './table/table-access.ts';

/** Revisions never change, so each process reads one once. */
const read = new Map<string, WorkflowDocument>();
const MOST_KEPT = 500;

export type WorkflowStore = ReturnType<typeof workflowStore>;

export function workflowStore(access: TableAccess) {
  const store = revisionedStore<WorkflowDocument>(
    access,
    { noun: 'workflow', head: keys.workflow, revision: keys.workflowRevision },
    WorkflowDocument,
  );
  return {
    ...store,

    /** The graph of one revision. @throws NotFound */
    async document(workflowId: string, revision: number): Promise<WorkflowDocument> {
      const id = `${access.table} ${workflowId} ${revision}`;
      const known = read.get(id);
      if (known) return known;
      const { content } = await store.get(workflowId, revision);
      if (read.size >= MOST_KEPT) read.clear();
      read.set(id, content);
      return content;
    },
  };
}
