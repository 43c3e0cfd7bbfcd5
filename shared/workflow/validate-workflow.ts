import { isPassedThrough } from './is-passed-through.ts';
import type { Stage } from './stage.ts';
import { validateStage } from './validate-stage.ts';
import type { WorkflowDocument } from './workflow-document.ts';
import type { WorkflowProblem } from './workflow-problem.ts';

/** Everything that keeps a graph from being published; empty when it is sound. */
export function validateWorkflow(workflow: WorkflowDocument): WorkflowProblem[] {
  const { stages } = workflow;
  const problems: WorkflowProblem[] = [];
  const byId = new Map<string, Stage>();
  for (const stage of stages) {
    if (byId.has(stage.id)) {
      problems.push({
        code: 'duplicate-stage-id',
        stageId: stage.id,
        message: `Two stages have the id "${stage.id}"; give the stage "${stage.name}" another id.`,
      });
    }
    byId.set(stage.id, stage);
  }

  const starts = stages.filter((stage) => stage.kind === 'start');
  if (starts.length === 0) {
    problems.push({
      code: 'no-start',
      message: 'There is no start stage; add one and connect its pathway "next".',
    });
  }
  for (const extra of starts.slice(1)) {
    problems.push({
      code: 'several-starts',
      stageId: extra.id,
      message: `"${extra.name}" is a second start stage; keep only one and connect both sets of datasets to it.`,
    });
  }
  if (!stages.some((stage) => stage.kind === 'complete')) {
    problems.push({
      code: 'no-complete',
      message: 'There is no complete stage; add one where finished tasks end.',
    });
  }

  for (const stage of stages) {
    problems.push(...validateStage(stage));
    for (const { name, to } of stage.pathways) {
      const target = byId.get(to);
      const at = { stageId: stage.id, pathway: name };
      if (!target) {
        const message = `The pathway "${name}" of "${stage.name}" leads to "${to}", which does not exist; connect it to a stage.`;
        problems.push({ code: 'pathway-not-connected', ...at, message });
      } else if (target.kind === 'start') {
        const message = `The pathway "${name}" of "${stage.name}" leads back to the start; connect it to a stage behind it.`;
        problems.push({ code: 'pathway-into-start', ...at, message });
      }
    }
  }
  if (starts.length === 1) problems.push(...unreachable(stages, byId, starts[0]));
  problems.push(...deadEnds(stages), ...idleCycles(stages, byId));
  return problems;
}

function unreachable(stages: Stage[], byId: Map<string, Stage>, start: Stage): WorkflowProblem[] {
  const reached = new Set<string>([start.id]);
  const queue = [start];
  for (let stage = queue.pop(); stage; stage = queue.pop()) {
    for (const { to } of stage.pathways) {
      const target = byId.get(to);
      if (!target || reached.has(to)) continue;
      reached.add(to);
      queue.push(target);
    }
  }
  return stages
    .filter((stage) => !reached.has(stage.id))
    .map((stage) => ({
      code: 'unreachable-stage',
      stageId: stage.id,
      message: `No task ever comes to "${stage.name}"; lead a pathway to it or remove it.`,
    }));
}

function deadEnds(stages: Stage[]): WorkflowProblem[] {
  if (!stages.some((stage) => stage.kind === 'complete')) return [];
  const finishing = new Set(stages.filter((stage) => stage.kind === 'complete').map((stage) => stage.id));
  let isGrowing = true;
  while (isGrowing) {
    isGrowing = false;
    for (const stage of stages) {
      if (finishing.has(stage.id) || !stage.pathways.some(({ to }) => finishing.has(to))) continue;
      finishing.add(stage.id);
      isGrowing = true;
    }
  }
  return stages
    .filter((stage) => stage.kind !== 'archive' && !finishing.has(stage.id))
    .map((stage) => ({
      code: 'no-way-to-complete',
      stageId: stage.id,
      message: `From "${stage.name}" no task can reach a complete stage; lead one of its pathways towards one.`,
    }));
}

/** A loop of routers alone would turn a task round for ever. */
function idleCycles(stages: Stage[], byId: Map<string, Stage>): WorkflowProblem[] {
  const state = new Map<string, 'open' | 'closed'>();
  const problems: WorkflowProblem[] = [];
  const visit = (stage: Stage): void => {
    state.set(stage.id, 'open');
    for (const { to, name } of stage.pathways) {
      const target = byId.get(to);
      if (!target || !isPassedThrough(target.kind)) continue;
      if (state.get(to) === 'open') {
        problems.push({
          code: 'cycle-without-work',
          stageId: stage.id,
          pathway: name,
          message: `The pathway "${name}" of "${stage.name}" closes a loop through "${target.name}" in which nobody acts; put an annotate, review, agent or consensus stage into it.`,
        });
      } else if (!state.has(to)) visit(target);
    }
    state.set(stage.id, 'closed');
  };
  for (const stage of stages) if (isPassedThrough(stage.kind) && !state.has(stage.id)) visit(stage);
  return problems;
}
