import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StageKind } from '../../shared/workflow/stage.ts';
import { validateWorkflow } from '../../shared/workflow/validate-workflow.ts';
import { arbitraryWorkflow } from './arbitrary-workflow.ts';

const cast = { annotators: ['a', 'b', 'c'], reviewers: ['c', 'r'], always: ['x', 'y', 'z'] };

it('every workflow that is drawn is sound, and all kinds of stages come up', () => {
  const kinds = new Set<StageKind>();
  fc.assert(
    fc.property(arbitraryWorkflow(cast), (workflow) => {
      for (const { kind } of workflow.stages) kinds.add(kind);
      expect(validateWorkflow(workflow)).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect([...kinds].toSorted()).toEqual(StageKind.options.toSorted());
});
