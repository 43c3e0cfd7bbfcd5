import { chooseByCollaborator } from './choose-by-collaborator.ts';
import { chooseByPercentage } from './choose-by-percentage.ts';
import { isPassedThrough } from './is-passed-through.ts';
import { nextStage, stageOf } from './next-stage.ts';
import type { Stage } from './stage.ts';
import type { WorkflowDocument } from './workflow-document.ts';

export interface SimulationAssumptions {
  /** How many samples that begin at the start, or real tasks. */
  tasks: number | readonly SimulatedTask[];
  /** Share of reviews that reject, 0–1. */
  rejectionRate?: number;
  /** Share of consensus rounds that agree, 0–1. */
  agreementRate?: number;
  /** Who annotates, in turn: what collaborator routers see. */
  annotators?: string[];
}

/** A real task: where it begins, and what routers decided for it before. */
export interface SimulatedTask {
  stageId: string;
  annotator?: string;
  /** Pathways by router stage. */
  decided?: Readonly<Record<string, string>>;
}

export interface Simulation {
  tasks: number;
  /** How often a task entered each stage, and how many ended there. */
  stages: Record<string, { entered: number; ended: number }>;
  /** How many tasks took each pathway: `{ [stageId]: { [pathway]: n } }`. */
  pathways: Record<string, Record<string, number>>;
  /** Hops of the longest way. */
  longestWay: number;
  /** Tasks still going round after 1,000 hops. */
  unfinished: number;
}

const MOST_HOPS = 1000;

/**
 * Where n sample tasks would go. Routers decide as they do for real tasks, sticky decisions included; people and
 * agents are assumed, deterministically: the k-th rejection falls where the rate reaches a further whole.
 */
export function simulateWorkflow(workflow: WorkflowDocument, assumptions: SimulationAssumptions): Simulation {
  const { tasks, rejectionRate = 0.2, agreementRate = 0.8, annotators = ['annotator'] } = assumptions;
  const isSample = typeof tasks === 'number';
  const count = isSample ? tasks : tasks.length;
  const result: Simulation = { tasks: count, stages: {}, pathways: {}, longestWay: 0, unfinished: 0 };
  for (const stage of workflow.stages) {
    result.stages[stage.id] = { entered: 0, ended: 0 };
    result.pathways[stage.id] = Object.fromEntries(stage.pathways.map(({ name }) => [name, 0]));
  }
  const turns = new Map<string, number>();
  const turn = (stageId: string): number => {
    const ordinal = turns.get(stageId) ?? 0;
    turns.set(stageId, ordinal + 1);
    return ordinal;
  };
  const isDue = (stageId: string, rate: number): boolean => {
    const n = turn(stageId);
    return Math.floor((n + 1) * rate + 1e-9) > Math.floor(n * rate + 1e-9);
  };
  const start = workflow.stages.find((stage) => stage.kind === 'start');
  if (!start) return result;

  for (let n = 0; n < count; n++) {
    const real: SimulatedTask | undefined = isSample ? undefined : tasks[n];
    const sticky = new Map(Object.entries(real?.decided ?? {}));
    const annotator = real?.annotator ?? annotators[n % annotators.length];
    let stage: Stage = real ? stageOf(workflow, real.stageId) : start;
    let hops = 0;
    for (; hops < MOST_HOPS; hops++) {
      result.stages[stage.id].entered++;
      if (stage.pathways.length === 0) {
        result.stages[stage.id].ended++;
        break;
      }
      const kept = sticky.get(stage.id);
      const pathway = stage.pathways.some(({ name }) => name === kept) ? kept! : choose(stage, annotator);
      if (isPassedThrough(stage.kind)) sticky.set(stage.id, pathway);
      result.pathways[stage.id][pathway]++;
      stage = nextStage(workflow, stage.id, pathway);
    }
    if (hops === MOST_HOPS) result.unfinished++;
    result.longestWay = Math.max(result.longestWay, hops);
  }
  return result;

  function choose(stage: Stage, annotator: string): string {
    switch (stage.kind) {
      case 'start':
        return 'next';
      case 'annotate':
        return 'submitted';
      case 'review':
        return isDue(stage.id, rejectionRate) ? 'rejected' : 'approved';
      case 'consensus':
        return isDue(stage.id, agreementRate) ? 'agreed' : 'disagreed';
      case 'percentageRouter': {
        const shares = stage.pathways.map((pathway) => pathway.percentage ?? 0);
        return stage.pathways[chooseByPercentage(shares, turn(stage.id))].name;
      }
      case 'collaboratorRouter':
        return chooseByCollaborator(stage.pathways, annotator);
      default:
        // An agent's pathways are taken in turn: what it decides cannot be known.
        return stageOf(workflow, stage.id).pathways[turn(stage.id) % stage.pathways.length].name;
    }
  }
}
