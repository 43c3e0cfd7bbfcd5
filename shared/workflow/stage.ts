import * as z from 'zod';

const StageId = z.string().regex(/^[\w-]{1,64}$/, 'A stage id is 1–64 letters, digits, "-" or "_".');
const Name = z.string().trim().min(1).max(128);
const People = z.array(z.string().min(1).max(256)).max(10_000);

/** An edge of the graph: what happened, and where the task goes then. */
export const Pathway = z.strictObject({
  name: Name,
  /** The id of a stage. */
  to: z.string(),
  /** percentageRouter only: 0–100, at most two decimals. */
  percentage: z.number().optional(),
  /** collaboratorRouter only: user ids. The pathway `orElse` takes everybody else. */
  people: People.optional(),
});
export type Pathway = z.infer<typeof Pathway>;

const base = { id: StageId, name: Name, pathways: z.array(Pathway).max(100).default([]) };
const collaborators = z
  .union([z.literal('all'), People.min(1)])
  .default('all')
  .describe('Who may work here: everybody whose role allows it, or these user ids.');
const webhook = z
  .boolean()
  .default(false)
  .describe('Tell the webhooks of the project when a task comes here.');

export const StartStage = z.strictObject({
  ...base,
  kind: z.literal('start'),
  settings: z
    .strictObject({ datasets: z.union([z.literal('all'), z.array(z.string())]).default('all') })
    .prefault({}),
});
export const AnnotateStage = z.strictObject({
  ...base,
  kind: z.literal('annotate'),
  settings: z.strictObject({ collaborators, webhook }).prefault({}),
});
export const ReviewStage = z.strictObject({
  ...base,
  kind: z.literal('review'),
  settings: z
    .strictObject({
      collaborators,
      strict: z.boolean().default(true).describe('The task stays until the reviewer ends the review.'),
      editLabels: z.boolean().default(false),
      noSelfReview: z.boolean().default(true),
      webhook,
    })
    .prefault({}),
});
export const PercentageRouterStage = z.strictObject({
  ...base,
  kind: z.literal('percentageRouter'),
  settings: z.strictObject({}).prefault({}),
});
export const CollaboratorRouterStage = z.strictObject({
  ...base,
  kind: z.literal('collaboratorRouter'),
  settings: z.strictObject({}).prefault({}),
});
export const AgentStage = z.strictObject({
  ...base,
  kind: z.literal('agent'),
  settings: z
    .strictObject({
      /** `client`: any API client lists the waiting tasks and proceeds them by pathway name. */
      actor: z.enum(['client', 'model', 'webhook']).default('client'),
      /** actor `model`: a registered model's id. */
      modelId: z.string().optional(),
      /** actor `model`: the class of what a model finds that names none. Left out: the only class that fits. */
      classId: z.string().optional(),
      /** actor `model`: what it is less sure of is left out, 0–1. */
      minimumConfidence: z.number().min(0).max(1).default(0),
      /** actor `webhook`: called with the task; answers `{ "pathway": "…" }`. */
      url: z.url().optional(),
      timeoutSeconds: z.number().int().min(10).max(604_800).default(3600),
      /** The pathway that a task takes when nobody has acted in time. */
      onTimeout: z.string().optional(),
    })
    .prefault({}),
});
export const ConsensusRule = z.strictObject({
  /** `person`: a reviewer decides in the stage behind `disagreed`. */
  decide: z.enum(['agreement', 'person']).default('agreement'),
  minimumIou: z.number().min(0).max(1).default(0.5),
  /** How many of the annotators must have drawn an object for it to count. */
  quorum: z.number().int().min(1).default(2),
  /** The mean agreement from which the branches count as agreed. */
  minimumAgreement: z.number().min(0).max(1).default(0.8),
  vote: z.enum(['majority', 'weighted']).default('majority'),
  boxes: z.enum(['fusion', 'best']).default('fusion'),
  masks: z.enum(['majority', 'staple']).default('majority'),
});
export type ConsensusRule = z.infer<typeof ConsensusRule>;
export const ConsensusStage = z.strictObject({
  ...base,
  kind: z.literal('consensus'),
  settings: z
    .strictObject({
      collaborators,
      annotators: z.number().int().min(2).max(20).default(3),
      rule: ConsensusRule.prefault({}),
      webhook,
    })
    .prefault({}),
});
export const CompleteStage = z.strictObject({
  ...base,
  kind: z.literal('complete'),
  settings: z.strictObject({ webhook }).prefault({}),
});
export const ArchiveStage = z.strictObject({
  ...base,
  kind: z.literal('archive'),
  settings: z.strictObject({ webhook }).prefault({}),
});

export const Stage = z.discriminatedUnion('kind', [
  StartStage,
  AnnotateStage,
  ReviewStage,
  PercentageRouterStage,
  CollaboratorRouterStage,
  AgentStage,
  ConsensusStage,
  CompleteStage,
  ArchiveStage,
]);
export type Stage = z.infer<typeof Stage>;

export const StageKind = z.enum([
  'start',
  'annotate',
  'review',
  'percentageRouter',
  'collaboratorRouter',
  'agent',
  'consensus',
  'complete',
  'archive',
]);
export type StageKind = z.infer<typeof StageKind>;
