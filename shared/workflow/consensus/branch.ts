import type { LabelContent } from '../../labels/label-document.ts';

/** What one annotator of a consensus round drew. */
export interface AnnotatorBranch {
  userId: string;
  content: LabelContent;
  /** How much their word counts; 1 is usual. */
  weight: number;
}
