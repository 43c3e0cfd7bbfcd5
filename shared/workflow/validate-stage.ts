import type { Pathway, Stage, StageKind } from './stage.ts';
import type { WorkflowProblem } from './workflow-problem.ts';

/** Exactly these pathways; the kinds that are missing here have pathways that the author names. */
const FIXED: Partial<Record<StageKind, readonly string[]>> = {
  start: ['next'],
  annotate: ['submitted'],
  review: ['approved', 'rejected'],
  consensus: ['agreed', 'disagreed'],
  complete: [],
  archive: [],
};

/** What can be judged by looking at one stage alone. */
export function validateStage(stage: Stage): WorkflowProblem[] {
  const problems: WorkflowProblem[] = [];
  const report = (code: string, message: string, pathway?: string) =>
    problems.push({ code, stageId: stage.id, ...(pathway === undefined ? {} : { pathway }), message });
  const names = stage.pathways.map((pathway) => pathway.name);

  for (const name of new Set(names.filter((name, i) => names.indexOf(name) !== i))) {
    report('duplicate-pathway', `"${stage.name}" has two pathways named "${name}"; rename one.`, name);
  }
  const fixed = FIXED[stage.kind];
  for (const name of fixed ?? []) {
    if (!names.includes(name)) {
      report(
        'missing-pathway',
        `"${stage.name}" needs a pathway "${name}"; add it and connect it to a stage.`,
        name,
      );
    }
  }
  for (const name of fixed ? names.filter((name) => !fixed.includes(name)) : []) {
    const allowed = fixed?.length
      ? `it has ${fixed.map((one) => `"${one}"`).join(' and ')} only`
      : 'tasks end there';
    report(
      'unknown-pathway',
      `"${stage.name}" cannot have a pathway "${name}": ${allowed}; remove it.`,
      name,
    );
  }
  if (!fixed && names.length === 0) {
    report('missing-pathway', `"${stage.name}" leads nowhere; add at least one pathway.`);
  }
  for (const pathway of stage.pathways) misplaced(stage, pathway, report);
  if (stage.kind === 'percentageRouter') percentages(stage, report);
  if (stage.kind === 'collaboratorRouter') people(stage, report);
  if (stage.kind === 'agent') agent(stage, names, report);
  if (stage.kind === 'consensus') consensus(stage, report);
  return problems;
}

type Report = (code: string, message: string, pathway?: string) => void;

function misplaced(stage: Stage, { name, percentage, people }: Pathway, report: Report): void {
  if (percentage !== undefined && stage.kind !== 'percentageRouter') {
    report(
      'percentage-misplaced',
      `"${stage.name}" is no percentage router; remove the percentage of "${name}".`,
      name,
    );
  }
  if (people !== undefined && stage.kind !== 'collaboratorRouter') {
    report(
      'people-misplaced',
      `"${stage.name}" is no collaborator router; remove the people of "${name}".`,
      name,
    );
  }
}

function percentages(stage: Stage, report: Report): void {
  let hundredths = 0;
  for (const { name, percentage } of stage.pathways) {
    const isValid =
      percentage !== undefined &&
      percentage > 0 &&
      percentage <= 100 &&
      Math.abs(percentage * 100 - Math.round(percentage * 100)) < 1e-6;
    if (!isValid) {
      const message = `The pathway "${name}" of "${stage.name}" needs a percentage above 0, up to 100, with at most two decimals.`;
      report('percentage-invalid', message, name);
      return;
    }
    hundredths += Math.round(percentage * 100);
  }
  if (stage.pathways.length > 0 && hundredths !== 10_000) {
    report(
      'percentages-not-100',
      `The percentages of "${stage.name}" sum to ${hundredths / 100}; make them sum to exactly 100.`,
    );
  }
}

function people(stage: Stage, report: Report): void {
  const seen = new Map<string, string>();
  for (const pathway of stage.pathways) {
    if (pathway.name === 'orElse') {
      if (pathway.people?.length) {
        report(
          'or-else-with-people',
          `"orElse" of "${stage.name}" takes everybody else; remove its people.`,
          'orElse',
        );
      }
      continue;
    }
    if (!pathway.people?.length) {
      report(
        'people-missing',
        `The pathway "${pathway.name}" of "${stage.name}" names nobody; add people.`,
        pathway.name,
      );
    }
    for (const person of pathway.people ?? []) {
      const other = seen.get(person);
      if (other !== undefined) {
        const message = `"${person}" is in the pathways "${other}" and "${pathway.name}" of "${stage.name}"; keep one.`;
        report('person-twice', message, pathway.name);
      }
      seen.set(person, pathway.name);
    }
  }
  if (!stage.pathways.some((pathway) => pathway.name === 'orElse')) {
    report(
      'missing-pathway',
      `"${stage.name}" needs a pathway "orElse" for everybody else; add it.`,
      'orElse',
    );
  }
}

function agent(stage: Extract<Stage, { kind: 'agent' }>, names: string[], report: Report): void {
  const { actor, url, modelId, onTimeout } = stage.settings;
  if (actor === 'webhook' && url === undefined) {
    report('agent-url-missing', `"${stage.name}" calls a webhook; give its url.`);
  }
  if (actor === 'model' && modelId === undefined) {
    report('agent-model-missing', `"${stage.name}" runs a model; name it in modelId.`);
  }
  if (onTimeout !== undefined && !names.includes(onTimeout)) {
    report(
      'timeout-pathway-unknown',
      `"${stage.name}" has no pathway "${onTimeout}" for the timeout; name one that it has.`,
    );
  }
}

function consensus(stage: Extract<Stage, { kind: 'consensus' }>, report: Report): void {
  const { annotators, rule, collaborators } = stage.settings;
  if (rule.quorum > annotators) {
    const message = `"${stage.name}" asks ${rule.quorum} of ${annotators} annotators to agree; lower the quorum.`;
    report('quorum-too-high', message);
  }
  if (Array.isArray(collaborators) && new Set(collaborators).size < annotators) {
    const message = `"${stage.name}" needs ${annotators} annotators but allows only ${collaborators.length}; name more people.`;
    report('too-few-collaborators', message);
  }
}
