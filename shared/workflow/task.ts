import * as z from 'zod';
import { StageKind } from './stage.ts';

export const TaskStatus = z.enum([
  'open',
  'assigned',
  'skipped',
  'reopened',
  'advancing',
  'done',
  'archived',
]);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** One reason of a rejection: of one object, or of the image as a whole when `objectId` is missing. */
export const RejectionReason = z.object({
  objectId: z.string().max(128).optional(),
  reason: z.string().trim().min(1).max(500),
  comment: z.string().max(5000).optional(),
  resolved: z.boolean().default(false),
});
export type RejectionReason = z.infer<typeof RejectionReason>;

export const Rejection = z.object({ reasons: z.array(RejectionReason), by: z.string(), at: z.string() });
export type Rejection = z.infer<typeof Rejection>;

/** One asset on its way through one project's workflow. */
export const Task = z.object({
  id: z.string(),
  projectId: z.string(),
  assetId: z.string(),
  datasetId: z.string(),
  imageName: z.string(),
  stageId: z.string(),
  stageKind: StageKind,
  status: TaskStatus,
  /** 0–100; 50 is usual. */
  priority: z.number().int().min(0).max(100),
  assigneeId: z.string().optional(),
  /** When the hold ends unless the editor's heartbeat extends it. Assigned by a manager: missing until opened. */
  leaseUntil: z.string().optional(),
  /** Whose hold ran out last, until somebody has it again. */
  leaseLostBy: z.string().optional(),
  /** Of branch `main` when somebody last handed the task on. */
  labelRevision: z.number().default(0),
  workflowId: z.string(),
  workflowRevision: z.number(),
  rejection: Rejection.optional(),
  skipped: z.object({ reason: z.string(), by: z.string(), at: z.string() }).optional(),
  /** While `advancing`: the pathway by which it leaves its stage. */
  outcome: z.string().optional(),
  /** While `advancing`: who sent it on its way. */
  leftBy: z.string().optional(),
  /** Who has ever shaped its labels: they never review it. */
  contributors: z.array(z.string()).default([]),
  /** The reviewer who holds it has changed its labels, and becomes a contributor on ending the review. */
  editedInReview: z.boolean().optional(),
  /** Rejected work returns here first. */
  lastAnnotatorId: z.string().optional(),
  /** Of the labels on `main`, for filters; at most 200. */
  classIds: z.array(z.string()).default([]),
  /** A slot of a consensus round: the task it belongs to, and its annotator's branch once claimed. */
  parentTaskId: z.string().optional(),
  branch: z.string().optional(),
  /** How often a consensus was opened for this task. */
  consensusRound: z.number().default(0),
  /** Seconds of work in this hold by heartbeats, idle time cut, and when the last one came. */
  activeSeconds: z.number().default(0),
  seenAt: z.string().optional(),
  enteredStageAt: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Counts the changes of this record. */
  rev: z.number(),
});
export type Task = z.infer<typeof Task>;
