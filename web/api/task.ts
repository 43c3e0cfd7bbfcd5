import type { StageKind } from './workflow.ts';

export type TaskStatus = 'open' | 'assigned' | 'skipped' | 'reopened' | 'advancing' | 'done' | 'archived';

export interface RejectionReason {
  objectId?: string;
  reason: string;
  comment?: string;
  resolved?: boolean;
}

export interface Task {
  id: string;
  projectId: string;
  assetId: string;
  datasetId: string;
  imageName: string;
  stageId: string;
  stageKind: StageKind;
  status: TaskStatus;
  priority: number;
  assigneeId?: string;
  leaseUntil?: string;
  /** A slot of a consensus round: the task that it belongs to. */
  parentTaskId?: string;
  labelRevision: number;
  workflowRevision: number;
  rejection?: { reasons: RejectionReason[]; by: string; at: string };
  createdAt: string;
  updatedAt: string;
}
