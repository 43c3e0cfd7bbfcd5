import type { Shape } from './shape.ts';

export type LabelProblemCode =
  | 'unknown-class'
  | 'archived-class'
  | 'wrong-shape'
  | 'outside-image'
  | 'empty-shape'
  | 'too-few-points'
  | 'self-intersection'
  | 'damaged-mask'
  | 'wrong-mask-size'
  | 'wrong-skeleton'
  | 'duplicate-id'
  | 'unknown-attribute'
  | 'missing-answer'
  | 'wrong-answer'
  | 'unknown-classification'
  | 'duplicate-classification';

/**
 * Something about a label that its ontology or its image does not allow. An error keeps the task from being
 * submitted; a warning is shown. Nothing is ever changed silently: `suggestion` is what the fix would look like.
 */
export interface LabelProblem {
  code: LabelProblemCode;
  severity: 'error' | 'warning';
  /** A sentence for the person who labels: what is wrong and what to do. */
  message: string;
  objectId?: string;
  classificationId?: string;
  attributeId?: string;
  /** The shape after the suggested fix; `null` suggests deleting the object. */
  suggestion?: Shape | null;
}
