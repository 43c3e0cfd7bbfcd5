import type { Task } from '../../workflow/task.ts';

/** Which tasks of a project are wanted; what is not said is not asked for. */
export interface TaskFilter {
  projectId: string;
  stageId?: string;
  status?: Task['status'];
  assigneeId?: string;
  classId?: string;
  imageName?: string;
  /** ISO times on `updatedAt`. */
  changedAfter?: string;
  changedBefore?: string;
  isRejected?: boolean;
  /** Ids of assets, each once: what a collection holds. */
  assetIds?: readonly string[];
  /** The slots of consensus rounds are left out unless asked for. */
  withSlots?: boolean;
}

export function isWanted(task: Task, filter: TaskFilter): boolean {
  return (
    task.projectId === filter.projectId &&
    (filter.withSlots === true || task.parentTaskId === undefined || filter.assigneeId !== undefined) &&
    (filter.stageId === undefined || task.stageId === filter.stageId) &&
    (filter.status === undefined || task.status === filter.status) &&
    (filter.assigneeId === undefined || task.assigneeId === filter.assigneeId) &&
    (filter.classId === undefined || task.classIds.includes(filter.classId)) &&
    (filter.imageName === undefined ||
      task.imageName.toLowerCase().includes(filter.imageName.toLowerCase())) &&
    (filter.changedAfter === undefined || task.updatedAt >= filter.changedAfter) &&
    (filter.changedBefore === undefined || task.updatedAt < filter.changedBefore) &&
    (filter.isRejected === undefined || (task.rejection !== undefined) === filter.isRejected)
  );
}
