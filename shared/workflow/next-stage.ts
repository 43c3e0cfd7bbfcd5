import { UnreachablePathway } from '../errors.ts';
import type { Pathway, Stage } from './stage.ts';
import type { WorkflowDocument } from './workflow-document.ts';

/** @throws UnreachablePathway when the graph has no such stage. */
export function stageOf(workflow: WorkflowDocument, stageId: string): Stage {
  const stage = workflow.stages.find((one) => one.id === stageId);
  if (!stage) {
    throw new UnreachablePathway(`The workflow "${workflow.name}" has no stage "${stageId}".`, { stageId });
  }
  return stage;
}

/** @throws UnreachablePathway when the stage has no such pathway; the sentence names those that it has. */
export function requirePathway(stage: Stage, pathway: string): Pathway {
  const edge = stage.pathways.find((one) => one.name === pathway);
  if (edge) return edge;
  const names = stage.pathways.map((one) => `"${one.name}"`).join(', ');
  throw new UnreachablePathway(
    `The stage "${stage.name}" has no pathway "${pathway}"; it has ${names === '' ? 'none' : names}.`,
    { stageId: stage.id, pathway },
  );
}

/** Where a task goes when it leaves a stage by a pathway. @throws UnreachablePathway */
export function nextStage(workflow: WorkflowDocument, stageId: string, pathway: string): Stage {
  return stageOf(workflow, requirePathway(stageOf(workflow, stageId), pathway).to);
}
