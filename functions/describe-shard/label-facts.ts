import * as z from 'zod';
import { CurationIssue } from '../../shared/curation/issues/curation-issue.ts';
import type { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { labelIssues } from '../../shared/curation/labels/label-issues.ts';
import type { LabelDocument } from '../../shared/labels/label-document.ts';

/** What a curation knows of the labels of one image, kept until they are saved anew or judged by other limits. */
export const LabelFacts = z.object({
  revision: z.int(),
  limits: z.string(),
  /** At most one of each kind. */
  issues: z.array(CurationIssue),
  /** What the image as a whole is of, where labels say one thing: the only answer, or the only class of its objects. */
  meaningId: z.string().optional(),
});
export type LabelFacts = z.infer<typeof LabelFacts>;

/** Which limits label issues hang on. */
export function labelLimits(limits: CurationThresholds): string {
  return [limits.borderPixels, limits.duplicateIou, limits.tinyArea, limits.tinyPixels].join(' ');
}

export function labelFacts(
  { revision, objects, classifications }: Pick<LabelDocument, 'revision' | 'objects' | 'classifications'>,
  size: { width: number; height: number },
  limits: CurationThresholds,
): LabelFacts {
  const byKind = new Map<string, CurationIssue[]>();
  // What JSON cannot hold would make the whole pack unreadable.
  for (const issue of labelIssues(objects, size, limits).filter(({ score }) => Number.isFinite(score)))
    byKind.set(issue.kind, [...(byKind.get(issue.kind) ?? []), issue]);
  const issues = [...byKind.values()].map((all) =>
    all.length === 1 ? all[0] : { ...all[0], reason: `${all.length} labels, the first: ${all[0].reason}` },
  );
  const answers = classifications.flatMap((one) => Object.values(one.answers));
  const classes = new Set(objects.map(({ classId }) => classId));
  const [only] = answers.length === 1 ? answers : answers.length === 0 && classes.size === 1 ? classes : [];
  const meaning = typeof only === 'string' ? { meaningId: only } : {};
  return { revision, limits: labelLimits(limits), issues, ...meaning };
}
