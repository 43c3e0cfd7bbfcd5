import { describe, expect, it } from 'vitest';
import { simulateWorkflow } from './simulate-workflow.ts';
import { WORKFLOW_TEMPLATES } from './templates.ts';
import { validateWorkflow } from './validate-workflow.ts';
import { WorkflowDocument } from './workflow-document.ts';

const simple = () => structuredClone(WORKFLOW_TEMPLATES[0].workflow);
const codes = (workflow: WorkflowDocument) => validateWorkflow(workflow).map((problem) => problem.code);
const stage = (workflow: WorkflowDocument, id: string) => workflow.stages.find((one) => one.id === id)!;

describe('validateWorkflow', () => {
  it.each(WORKFLOW_TEMPLATES.map((one) => [one.id, one.workflow] as const))(
    'the template %s is sound',
    (_, workflow) => {
      expect(validateWorkflow(workflow)).toEqual([]);
    },
  );

  it('names the stage and the fix', () => {
    const workflow = simple();
    stage(workflow, 'review').pathways[1].to = 'nowhere';
    expect(validateWorkflow(workflow)).toEqual([
      {
        code: 'pathway-not-connected',
        stageId: 'review',
        pathway: 'rejected',
        message:
          'The pathway "rejected" of "Review" leads to "nowhere", which does not exist; connect it to a stage.',
      },
    ]);
  });

  const broken: [string, string, (workflow: WorkflowDocument) => void][] = [
    ['no start', 'no-start', (w) => void w.stages.shift()],
    ['two starts', 'several-starts', (w) => void w.stages.push({ ...stage(w, 'start'), id: 'start2' })],
    ['no complete stage', 'no-complete', (w) => void w.stages.pop()],
    ['a stage twice', 'duplicate-stage-id', (w) => void w.stages.push(stage(w, 'complete'))],
    ['a missing pathway', 'missing-pathway', (w) => void stage(w, 'review').pathways.pop()],
    [
      'a pathway too many',
      'unknown-pathway',
      (w) => void stage(w, 'annotate').pathways.push({ name: 'x', to: 'complete' }),
    ],
    [
      'a pathway twice',
      'duplicate-pathway',
      (w) => void stage(w, 'review').pathways.push({ name: 'approved', to: 'complete' }),
    ],
    [
      'a way back to the start',
      'pathway-into-start',
      (w) => void (stage(w, 'review').pathways[1].to = 'start'),
    ],
    [
      'a stage nobody reaches',
      'unreachable-stage',
      (w) => void (stage(w, 'start').pathways[0].to = 'complete'),
    ],
    [
      'a loop without an end',
      'no-way-to-complete',
      (w) =>
        void (stage(w, 'review').pathways = [
          { name: 'approved', to: 'annotate' },
          { name: 'rejected', to: 'annotate' },
        ]),
    ],
    [
      'a percentage where none belongs',
      'percentage-misplaced',
      (w) => void (stage(w, 'annotate').pathways[0].percentage = 100),
    ],
  ];
  it.each(broken)('finds %s', (_, code, spoil) => {
    const workflow = simple();
    spoil(workflow);
    expect(codes(workflow)).toContain(code);
  });

  it('wants percentages of exactly 100', () => {
    const workflow = structuredClone(WORKFLOW_TEMPLATES[1].workflow);
    stage(workflow, 'sample').pathways[0].percentage = 70.01;
    expect(codes(workflow)).toEqual(['percentages-not-100']);
    stage(workflow, 'sample').pathways[0].percentage = 33.333;
    expect(codes(workflow)).toEqual(['percentage-invalid']);
  });

  it('finds a loop of routers in which nobody acts', () => {
    const router = (id: string, a: string, b: string) => ({
      id,
      kind: 'percentageRouter',
      name: id,
      pathways: [
        { name: 'a', to: a, percentage: 50 },
        { name: 'b', to: b, percentage: 50 },
      ],
    });
    const workflow = WorkflowDocument.parse({
      name: 'loop',
      stages: [
        { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'one' }] },
        router('one', 'two', 'complete'),
        router('two', 'one', 'complete'),
        { id: 'complete', kind: 'complete', name: 'Complete' },
      ],
    });
    expect(codes(workflow)).toEqual(['cycle-without-work']);
  });
});

describe('simulateWorkflow', () => {
  it('splits exactly and brings every task to an end', () => {
    const simulation = simulateWorkflow(WORKFLOW_TEMPLATES[1].workflow, { tasks: 1000 });
    expect(simulation.pathways.sample).toMatchObject({ pass: 100 });
    expect(simulation.stages.complete.ended).toBe(1000);
    expect(simulation.unfinished).toBe(0);
  });

  it('shows collaborators who annotates', () => {
    const { workflow } = WORKFLOW_TEMPLATES[2];
    const simulation = simulateWorkflow(workflow, {
      tasks: 100,
      annotators: ['put-user-ids-here', 'other'],
      rejectionRate: 0,
    });
    expect(simulation.pathways.experience).toEqual({ new: 50, orElse: 50 });
    expect(simulation.pathways.sample).toEqual({ review: 10, pass: 40 });
  });
});
