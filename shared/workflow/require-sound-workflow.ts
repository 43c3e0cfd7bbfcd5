import { InvalidWorkflow } from '../errors.ts';
import { validateWorkflow } from './validate-workflow.ts';
import type { WorkflowDocument } from './workflow-document.ts';

/** @throws InvalidWorkflow with every finding */
export function requireSoundWorkflow(workflow: WorkflowDocument): void {
  const found = validateWorkflow(workflow);
  if (found.length === 0) return;
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
  throw new InvalidWorkflow(`${found[0].message}${more}`, found);
}
