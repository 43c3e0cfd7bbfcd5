import type { AslState, AslStates } from './state-machine-file.ts';

/** What a child that failed leaves behind as its result. */
const FAILED = { lapidaryChildFailed: true };
const isFailed = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'lapidaryChildFailed' in result;

export interface InlinedMachine {
  machine: AslStates;
  /** By state name: counts the failed children of a Map; throws when there are more than it tolerates. */
  counters: Record<string, (children: unknown[]) => null>;
}

class TooManyFailed extends Error {
  constructor(state: string, failed: number, total: number, percentage: number) {
    super(`${failed} of ${total} children of "${state}" failed, more than the ${percentage} % that may.`);
    this.name = 'States.ExceedToleratedFailureThreshold';
  }
}

/**
 * Turns each distributed Map of a machine into an inline one that means the same, for the engine of this process: it
 * knows no child executions and no tolerated failures. A child that fails hands a mark on instead, and a state after
 * the Map counts the marks against `ToleratedFailurePercentage`. Such a Map must hand nothing on
 * (`"ResultPath": null`): what its children answer has no place in an execution's 256 KB anyway.
 */
export function inlineDistributedMaps(given: AslStates): InlinedMachine {
  const machine = structuredClone(given);
  const counters: InlinedMachine['counters'] = {};
  for (const [name, state] of Object.entries(machine.States)) {
    const processor = state.ItemProcessor;
    const config = processor?.ProcessorConfig as { Mode?: string } | undefined;
    if (processor === undefined || config?.Mode !== 'DISTRIBUTED') continue;
    if (state.ResultPath !== null)
      throw new Error(`The distributed Map "${name}" hands on what its children answer.`);
    const counter = `${name}: count failures`;
    const percentage = Number(state.ToleratedFailurePercentage ?? 0);
    counters[counter] = (children) => {
      const failed = children.filter(isFailed).length;
      if ((100 * failed) / Math.max(1, children.length) > percentage)
        throw new TooManyFailed(name, failed, children.length, percentage);
      return null;
    };
    machine.States[counter] = {
      Type: 'Task',
      Resource: 'local',
      InputPath: '$.children',
      ResultPath: null,
      Catch: state.Catch,
      ...(state.Next === undefined ? { End: true } : { Next: state.Next }),
    };
    const { End: _, ToleratedFailurePercentage: __, ...kept } = state;
    const States = childStates(processor.States, `${name}: failed`);
    machine.States[name] = {
      ...kept,
      Next: counter,
      ResultPath: '$.children',
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'INLINE' }, States },
    };
  }
  return { machine, counters };
}

function childStates(states: Record<string, AslState>, failed: string): Record<string, AslState> {
  const mark: AslState = { Type: 'Pass', Result: FAILED, End: true };
  const changed = Object.entries(states).map(([name, state]): [string, AslState] => {
    if (state.Type === 'Fail') return [name, mark];
    if (!['Task', 'Map', 'Parallel'].includes(state.Type)) return [name, state];
    const rules = (state.Catch ?? []) as object[];
    return [name, { ...state, Catch: [...rules, { ErrorEquals: ['States.ALL'], Next: failed }] }];
  });
  return { ...Object.fromEntries(changed), [failed]: mark };
}
