import * as z from 'zod';
import { Stage } from './stage.ts';

/** A graph of stages. Well-formed is what this schema says; sound is what `validateWorkflow` says. */
export const WorkflowDocument = z.strictObject({
  name: z.string().trim().min(1).max(256),
  stages: z.array(Stage).min(1).max(200),
});
export type WorkflowDocument = z.infer<typeof WorkflowDocument>;
