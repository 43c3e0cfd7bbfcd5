import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { InvalidInput } from '../../shared/errors.ts';
import type { WorkflowProblem } from '../../shared/workflow/workflow-problem.ts';
import { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';
import { whyUnreadable } from '../why-unreadable.ts';

/**
 * A workflow from a YAML or JSON file (JSON is YAML). What is not well-formed comes back as problems that name the
 * stage; the code is `malformed`.
 *
 * @throws InvalidInput when there is no such file, or it is neither YAML nor JSON
 */
export async function readWorkflowFile(
  file: string,
): Promise<{ document?: WorkflowDocument; problems: WorkflowProblem[] }> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InvalidInput(`The file ${file} cannot be read: ${whyUnreadable(error)}`, { path: file }, error);
  });
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new InvalidInput(
      `The file ${file} is neither YAML nor JSON: ${error.message}`,
      { path: file },
      error,
    );
  }
  const parsed = WorkflowDocument.safeParse(value);
  if (parsed.success) return { document: parsed.data, problems: [] };
  return { problems: parsed.error.issues.map((issue) => problemOf(value, issue.path, issue.message)) };
}

function problemOf(value: unknown, path: readonly PropertyKey[], message: string): WorkflowProblem {
  const where = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  const stages = (value as { stages?: unknown })?.stages;
  const stage =
    path[0] === 'stages' && Array.isArray(stages) ? (stages[Number(path[1])] as { id?: unknown }) : undefined;
  return {
    code: 'malformed',
    ...(typeof stage?.id === 'string' ? { stageId: stage.id } : {}),
    message: `${where === '' ? 'The document' : where}: ${message}`,
  };
}
