import type * as z from 'zod';

export interface DescribedIssue {
  /** `objects[3].shape.width`; empty for the value as a whole. */
  path: string;
  message: string;
}

const SHOWN = 20;

/** Zod's findings as sentences with paths that a person can follow; at most 20 of them. */
export function describeIssues(error: z.core.$ZodError): { summary: string; issues: DescribedIssue[] } {
  const issues = error.issues.slice(0, SHOWN).map((issue) => ({
    path: pathText(issue.path),
    message: issue.message,
  }));
  const first = issues[0];
  const more = error.issues.length - 1;
  const summary =
    (first.path === '' ? first.message : `${first.path}: ${first.message}`) +
    (more > 0 ? ` (and ${more} more)` : '');
  return { summary, issues };
}

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    text += typeof step === 'number' ? `[${step}]` : text === '' ? String(step) : `.${String(step)}`;
  }
  return text;
}
