import { expect, it } from 'vitest';
import { simulateWorkflow } from './simulate-workflow.ts';
import { stageInRevision } from './stage-in-revision.ts';
import { WORKFLOW_TEMPLATES } from './templates.ts';

const { workflow } = WORKFLOW_TEMPLATES.find(({ id }) => id === 'expert-review')!;
const router = workflow.stages.find(({ kind }) => kind === 'percentageRouter')!;

it('samples begin at the start and are split exactly', () => {
  const { pathways, unfinished } = simulateWorkflow(workflow, { tasks: 100, rejectionRate: 0 });
  expect(Object.values(pathways[router.id]).sort((a, b) => b - a)).toEqual([70, 20, 10]);
  expect(unfinished).toBe(0);
});

it('real tasks begin where they stand and keep what was decided, unless the pathway is gone', () => {
  const [first, second] = router.pathways;
  const at = (pathway: string) => ({ stageId: router.id, decided: { [router.id]: pathway } });
  const { stages, pathways } = simulateWorkflow(workflow, {
    tasks: [at(second.name), at(second.name), at('gone')],
    rejectionRate: 0,
  });
  expect(stages.start.entered).toBe(0);
  expect(pathways[router.id]).toMatchObject({ [first.name]: 1, [second.name]: 2 });
});

it('a task goes to the stage of its id, or to where the mapping says, or nowhere', () => {
  const task = { stageId: 'annotate', stageKind: 'annotate' as const };
  expect(stageInRevision(task, workflow, {})).toMatchObject({ stage: { id: 'annotate' } });
  expect(stageInRevision(task, workflow, { annotate: 'complete' })).toMatchObject({
    stage: { id: 'complete' },
  });
  const gone = { stageId: 'old', stageKind: 'annotate' as const };
  expect(stageInRevision(gone, workflow, {})).toMatchObject({ refusal: expect.stringContaining('"old"') });
});
