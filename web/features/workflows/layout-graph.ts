import type { Stage } from '../../api/workflow.ts';

interface PlacedStage {
  stage: Stage;
  x: number;
  y: number;
}

interface PlacedEdge {
  from: PlacedStage;
  to: PlacedStage;
  name: string;
  percentage?: number;
  /** Runs against the reading direction (a rejection going back). */
  isBack: boolean;
  /** Place among the pathways of its stage, and how many there are: spreads the ends. */
  slot: number;
  slots: number;
}

export interface GraphLayout {
  stages: PlacedStage[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

export const NODE = { width: 148, height: 54, gapX: 92, gapY: 26 } as const;

/** Longest path from a start, over forward edges only: an edge to a stage on the current path is a way back. */
function rankStages(
  stages: Stage[],
  byId: Map<string, Stage>,
): { rank: Map<string, number>; back: Set<string> } {
  const rank = new Map<string, number>();
  const back = new Set<string>();
  const order: string[] = [];
  const state = new Map<string, 'open' | 'closed'>();
  const visit = (stage: Stage) => {
    state.set(stage.id, 'open');
    for (const pathway of stage.pathways) {
      const to = byId.get(pathway.to);
      if (to === undefined) continue;
      if (state.get(to.id) === 'open') back.add(`${stage.id} ${pathway.name}`);
      else if (state.get(to.id) === undefined) visit(to);
    }
    state.set(stage.id, 'closed');
    order.unshift(stage.id);
  };
  const starts = stages.filter((stage) => stage.kind === 'start');
  for (const stage of [...starts, ...stages]) if (!state.has(stage.id)) visit(stage);
  for (const id of order) {
    const own = rank.get(id) ?? 0;
    rank.set(id, own);
    const stage = byId.get(id);
    for (const pathway of stage?.pathways ?? []) {
      if (!byId.has(pathway.to) || back.has(`${id} ${pathway.name}`)) continue;
      rank.set(pathway.to, Math.max(rank.get(pathway.to) ?? 0, own + 1));
    }
  }
  return { rank, back };
}

/**
 * A layered drawing, left to right (after Sugiyama): stages in columns by their longest way from the start, ordered in
 * each column by the mean height of their neighbours in four sweeps, columns centred.
 */
export function layoutGraph(stages: Stage[]): GraphLayout {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const { rank, back } = rankStages(stages, byId);
  const columns: Stage[][] = [];
  for (const stage of stages) (columns[rank.get(stage.id) ?? 0] ??= []).push(stage);

  const neighbours = new Map<string, string[]>();
  for (const stage of stages) {
    for (const { to } of stage.pathways) {
      if (!byId.has(to)) continue;
      neighbours.set(stage.id, [...(neighbours.get(stage.id) ?? []), to]);
      neighbours.set(to, [...(neighbours.get(to) ?? []), stage.id]);
    }
  }
  const position = new Map<string, number>();
  const remember = () =>
    columns.forEach((column) =>
      column.forEach((stage, row) => position.set(stage.id, row - (column.length - 1) / 2)),
    );
  remember();
  for (let sweep = 0; sweep < 4; sweep++) {
    for (const column of columns) {
      const centre = (stage: Stage) => {
        const near = neighbours.get(stage.id) ?? [];
        return near.length === 0
          ? 0
          : near.reduce((sum, id) => sum + (position.get(id) ?? 0), 0) / near.length;
      };
      column?.sort((a, b) => centre(a) - centre(b));
    }
    remember();
  }

  const tallest = Math.max(1, ...columns.map((column) => column?.length ?? 0));
  const height = tallest * NODE.height + (tallest - 1) * NODE.gapY;
  const placed = new Map<string, PlacedStage>();
  columns.forEach((column, index) => {
    const own = column.length * NODE.height + (column.length - 1) * NODE.gapY;
    column.forEach((stage, row) =>
      placed.set(stage.id, {
        stage,
        x: index * (NODE.width + NODE.gapX),
        y: (height - own) / 2 + row * (NODE.height + NODE.gapY),
      }),
    );
  });
  const edges = stages.flatMap((stage) =>
    stage.pathways.flatMap((pathway, slot): PlacedEdge[] => {
      const from = placed.get(stage.id);
      const to = placed.get(pathway.to);
      if (from === undefined || to === undefined) return [];
      return [
        {
          from,
          to,
          name: pathway.name,
          percentage: pathway.percentage,
          isBack: back.has(`${stage.id} ${pathway.name}`) || to.x <= from.x,
          slot,
          slots: stage.pathways.length,
        },
      ];
    }),
  );
  const width = columns.length * NODE.width + (columns.length - 1) * NODE.gapX;
  return { stages: [...placed.values()], edges, width, height };
}
