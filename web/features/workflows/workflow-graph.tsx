import { useMemo, useRef, useState, type PointerEvent } from 'react';
import type { Stage } from '../../api/workflow.ts';
import { countOfStage } from '../projects/summarize-counts.ts';
import { layoutGraph, NODE, type GraphLayout } from './layout-graph.ts';
import { STAGE_KINDS } from './stage-kinds.ts';

interface WorkflowGraphProps {
  stages: Stage[];
  counts?: Record<string, Record<string, number>>;
  selectedId?: string;
  /** Stages with something wrong. */
  problemIds?: Set<string>;
  onOpenStage?: (stageId: string) => void;
  /** A pathway was dragged from its port onto a stage. */
  onConnect?: (fromId: string, pathway: string, toId: string) => void;
}

interface Draft {
  from: string;
  pathway: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const MARGIN = 12;

/** The workflow drawn as a graph, with how many tasks are in each stage. */
export function WorkflowGraph({
  stages,
  counts,
  selectedId,
  problemIds,
  onOpenStage,
  onConnect,
}: WorkflowGraphProps) {
  const svg = useRef<SVGSVGElement>(null);
  const [draft, setDraft] = useState<Draft>();
  const layout = useMemo(() => layoutGraph(stages), [stages]);
  const backs = layout.edges.filter((edge) => edge.isBack).length;
  const below = backs === 0 ? 0 : 6 + backs * 18;
  const width = layout.width + 2 * MARGIN;
  const height = layout.height + 2 * MARGIN + below;
  const lanes = new Map(
    layout.edges.filter((edge) => edge.isBack).map((edge, index) => [edge, layout.height + 20 + 18 * index]),
  );
  const at = (event: PointerEvent): [number, number] => {
    const box = svg.current?.getBoundingClientRect();
    if (box === undefined) return [0, 0];
    // The drawing shrinks where the page is narrow.
    const shrink = width / box.width;
    return [(event.clientX - box.left) * shrink - MARGIN, (event.clientY - box.top) * shrink - MARGIN];
  };
  const drop = (event: PointerEvent) => {
    if (draft === undefined) return;
    setDraft(undefined);
    const [x, y] = at(event);
    const target = layout.stages.find(
      (placed) => x >= placed.x && x <= placed.x + NODE.width && y >= placed.y && y <= placed.y + NODE.height,
    );
    if (target !== undefined && target.stage.id !== draft.from) {
      onConnect?.(draft.from, draft.pathway, target.stage.id);
    }
  };
  return (
    <div className="graph-scroll">
      <svg
        ref={svg}
        onPointerMove={(event) => {
          if (draft === undefined) return;
          const [x1, y1] = at(event);
          setDraft({ ...draft, x1, y1 });
        }}
        onPointerUp={drop}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="graph"
        role="group"
        aria-label="Workflow graph"
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0.8L7 4L0 7.2z" className="graph-arrow" />
          </marker>
        </defs>
        <g transform={`translate(${MARGIN} ${MARGIN})`}>
          {layout.edges.map((edge) => (
            <Edge key={`${edge.from.stage.id} ${edge.name}`} edge={edge} lane={lanes.get(edge) ?? 0} />
          ))}
          {layout.stages.map(({ stage, x, y }) => (
            <Node
              key={stage.id}
              stage={stage}
              x={x}
              y={y}
              count={counts === undefined ? undefined : countOfStage(counts[stage.id])}
              isSelected={stage.id === selectedId}
              hasProblem={problemIds?.has(stage.id) ?? false}
              onOpen={onOpenStage}
            />
          ))}
          {onConnect !== undefined &&
            layout.stages.flatMap(({ stage, x, y }) =>
              stage.pathways.map((pathway, slot) => (
                <circle
                  key={`${stage.id} ${pathway.name}`}
                  className="graph-port"
                  cx={x + NODE.width}
                  cy={y + ((slot + 1) * NODE.height) / (stage.pathways.length + 1)}
                  r={5}
                  onPointerDown={(event) => {
                    event.preventDefault();
                    const [x0, y0] = at(event);
                    setDraft({ from: stage.id, pathway: pathway.name, x0, y0, x1: x0, y1: y0 });
                  }}
                >
                  <title>{`Drag "${pathway.name}" onto the stage that it leads to`}</title>
                </circle>
              )),
            )}
          {draft !== undefined && (
            <path className="graph-draft" d={`M${draft.x0} ${draft.y0}L${draft.x1} ${draft.y1}`} />
          )}
        </g>
      </svg>
    </div>
  );
}

function Edge({ edge, lane }: { edge: GraphLayout['edges'][number]; lane: number }) {
  const { from, to } = edge;
  const label = edge.percentage === undefined ? edge.name : `${edge.name} ${edge.percentage} %`;
  const startX = from.x + NODE.width;
  const startY = from.y + ((edge.slot + 1) * NODE.height) / (edge.slots + 1);
  if (edge.isBack) {
    const endX = to.x + NODE.width / 2;
    const path = `M${startX} ${startY}h12q6 0 6 6V${lane - 6}q0 6 -6 6H${endX + 6}q-6 0 -6 -6V${to.y + NODE.height + 2}`;
    return (
      <g>
        <path d={path} className="graph-edge graph-back" markerEnd="url(#arrow)" />
        <text x={(startX + endX) / 2} y={lane - 4} className="graph-label" textAnchor="middle">
          {label}
        </text>
      </g>
    );
  }
  const endX = to.x - 1;
  const endY = to.y + NODE.height / 2;
  const bend = Math.max(20, (endX - startX) / 2);
  return (
    <g>
      <path
        d={`M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`}
        className="graph-edge"
        markerEnd="url(#arrow)"
      />
      <text x={startX + 7} y={startY - 5} className="graph-label">
        {label}
      </text>
    </g>
  );
}

interface NodeProps {
  stage: Stage;
  x: number;
  y: number;
  count: number | undefined;
  isSelected: boolean;
  hasProblem: boolean;
  onOpen?: (stageId: string) => void;
}

function Node({ stage, x, y, count, isSelected, hasProblem, onOpen }: NodeProps) {
  const kind = STAGE_KINDS[stage.kind];
  const shown = kind.holdsTasks && count !== undefined;
  const open = onOpen === undefined ? undefined : () => onOpen(stage.id);
  const KindIcon = kind.icon;
  const className = `graph-node${isSelected ? ' is-selected' : ''}${hasProblem ? ' has-problem' : ''}`;
  return (
    <g
      transform={`translate(${x} ${y})`}
      className={className}
      role={open === undefined ? undefined : 'button'}
      tabIndex={open === undefined ? undefined : 0}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') open?.();
      }}
    >
      <rect width={NODE.width} height={NODE.height} rx={8} />
      <KindIcon x={10} y={10} width={15} height={15} stroke={1.7} className="graph-icon" aria-hidden />
      <text x={31} y={22} className="graph-name">
        {stage.name.length > 16 ? `${stage.name.slice(0, 15)}…` : stage.name}
      </text>
      <text x={31} y={41} className="graph-kind">
        {kind.label}
      </text>
      {shown && (
        <text x={NODE.width - 10} y={42} textAnchor="end" className="graph-count">
          {count}
        </text>
      )}
    </g>
  );
}
