import { describe, expect, it } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../../shared/workflow/templates.ts';
import type { Stage } from '../../api/workflow.ts';
import { layoutGraph, NODE } from './layout-graph.ts';

describe('layout of a workflow', () => {
  it.each(WORKFLOW_TEMPLATES.map(({ id, workflow }) => [id, workflow.stages as Stage[]] as const))(
    'draws every stage of %s apart from the others, forward edges to the right',
    (_id, stages) => {
      const { stages: placed, edges, width, height } = layoutGraph(stages);
      expect(placed).toHaveLength(stages.length);
      expect(edges).toHaveLength(stages.flatMap(({ pathways }) => pathways).length);
      for (const a of placed) {
        expect(a.x + NODE.width).toBeLessThanOrEqual(width);
        expect(a.y + NODE.height).toBeLessThanOrEqual(height);
        for (const b of placed) {
          if (a === b) continue;
          const isApart = Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height;
          expect(isApart).toBe(true);
        }
      }
      for (const { from, to, isBack } of edges) if (!isBack) expect(to.x).toBeGreaterThan(from.x);
    },
  );

  it('survives pathways that lead nowhere and stages that nothing leads to', () => {
    const stages: Stage[] = [
      { id: 'start', kind: 'start', name: 'Start', settings: {}, pathways: [{ name: 'next', to: '' }] },
      {
        id: 'lost',
        kind: 'review',
        name: 'Lost',
        settings: {},
        pathways: [{ name: 'approved', to: 'lost' }],
      },
    ];
    expect(layoutGraph(stages).stages).toHaveLength(2);
  });
});
