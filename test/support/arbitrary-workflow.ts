import fc from 'fast-check';
import type { StageKind } from '../../shared/workflow/stage.ts';
import { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';

/** Every kind that may come several times between the start and the ends. */
const KINDS: StageKind[] = [
  ...(['annotate', 'annotate', 'review', 'review', 'consensus'] as const),
  ...(['percentageRouter', 'percentageRouter', 'collaboratorRouter', 'agent', 'agent'] as const),
];

interface Cast {
  /** People whom routers and lists of collaborators may name. */
  annotators: readonly string[];
  reviewers: readonly string[];
  /** Are on every list, so that somebody can always do the work. */
  always: readonly string[];
}

/**
 * Sound workflows of any shape: the stages stand in a row, one pathway of each leads further down the row, and where
 * somebody acts others may lead back. What no task can reach is left out.
 */
export function arbitraryWorkflow(cast: Cast): fc.Arbitrary<WorkflowDocument> {
  const row = fc.shuffledSubarray(KINDS, { minLength: 6, maxLength: KINDS.length });
  const choices = fc.array(fc.nat({ max: 9_999 }), { minLength: 40, maxLength: 40 });
  return fc.tuple(row, choices).map(([kinds, numbers]) => build(kinds, chooser(numbers), cast));
}

type Chooser = (n: number) => number;

/** 0 … n − 1, drawn from the numbers in turn. */
function chooser(numbers: readonly number[]): Chooser {
  let i = 0;
  return (n) => (numbers[i++ % numbers.length] + i) % n;
}

function build(kinds: readonly StageKind[], choose: Chooser, cast: Cast): WorkflowDocument {
  const ids = kinds.map((kind, i) => `${kind}-${i}`);
  const ends = ['complete', 'archive'];
  // Mostly to the next one in the row, so that few are left out.
  const onward = (i: number): string => ids[i + (choose(4) === 0 ? 2 : 1)] ?? 'complete';
  const anywhere = (i: number): string => {
    const work = ids.filter((_, j) => j <= i && !kinds[j].endsWith('Router'));
    const all = [...ids.slice(i + 1), ...work, ...ends];
    return all[choose(all.length)];
  };
  const some = (people: readonly string[]): 'all' | string[] =>
    choose(3) > 0 ? 'all' : [...people.filter(() => choose(2) === 0), ...cast.always];

  const middle = kinds.map((kind, i) => {
    const to = (name: string, target: string) => ({ name, to: target });
    switch (kind) {
      case 'annotate':
        return stage(i, { collaborators: some(cast.annotators) }, [to('submitted', onward(i))]);
      case 'review': {
        const settings = { collaborators: some(cast.reviewers), editLabels: choose(2) === 0 };
        return stage(i, settings, [to('approved', onward(i)), to('rejected', anywhere(i))]);
      }
      case 'consensus': {
        const decide = choose(3) === 0 ? 'person' : 'agreement';
        const vote = choose(2) === 0 ? 'weighted' : 'majority';
        const rule = { decide, vote, minimumAgreement: 0.9 };
        const settings = { collaborators: some(cast.annotators), annotators: 2 + choose(2), rule };
        const back = decide === 'person' ? onward(i) : anywhere(i);
        return stage(i, settings, [to('agreed', onward(i)), to('disagreed', back)]);
      }
      case 'agent': {
        const onTimeout = choose(2) === 0 ? { onTimeout: 'on' } : {};
        return stage(i, { timeoutSeconds: 600, ...onTimeout }, [
          to('on', onward(i)),
          to('other', anywhere(i)),
        ]);
      }
      case 'collaboratorRouter': {
        const named = cast.annotators.slice(0, 1 + choose(cast.annotators.length));
        return stage(i, {}, [{ ...to('known', onward(i)), people: named }, to('orElse', onward(i))]);
      }
      default: {
        const shares = split(2 + choose(3), choose);
        return stage(
          i,
          {},
          shares.map((percentage, n) => ({
            ...to(`way-${n}`, n === 0 ? onward(i) : forward(i)),
            percentage,
          })),
        );
      }
    }
  });
  const document = {
    name: 'Any',
    stages: [
      { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: ids[0] }] },
      ...middle,
      { id: 'complete', kind: 'complete', name: 'Complete' },
      { id: 'archive', kind: 'archive', name: 'Archive' },
    ],
  };
  return reachable(WorkflowDocument.parse(document));

  function stage(i: number, settings: object, pathways: object[]) {
    return { id: ids[i], kind: kinds[i], name: `The ${ids[i]}`, settings, pathways };
  }

  function forward(i: number): string {
    return choose(5) === 0 ? 'archive' : onward(i);
  }
}

/** n shares above 0 with two decimals that sum to 100. */
function split(n: number, choose: Chooser): number[] {
  const cuts = new Set<number>();
  for (let k = 1; cuts.size < n - 1; k++) cuts.add(1 + ((choose(9_999) * k) % 9_999));
  const ordered = [0, ...[...cuts].toSorted((a, b) => a - b), 10_000];
  return ordered.slice(1).map((cut, i) => (cut - ordered[i]) / 100);
}

function reachable(workflow: WorkflowDocument): WorkflowDocument {
  const reached = new Set<string>();
  const queue = ['start'];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    queue.push(...workflow.stages.find((one) => one.id === id)!.pathways.map(({ to }) => to));
  }
  return { ...workflow, stages: workflow.stages.filter(({ id }) => reached.has(id)) };
}
