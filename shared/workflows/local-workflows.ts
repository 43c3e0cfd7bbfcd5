import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateMachine } from 'aws-local-stepfunctions';
import { AlreadyExists, ExecutionFailed, InvalidInput, NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { inlineDistributedMaps } from './inline-distributed-maps.ts';
import { functionFolderOf, statesOf } from './state-machine-file.ts';
import type { AslState, AslStates } from './state-machine-file.ts';
import type { ExecutionDescription, Workflows } from './workflows.ts';

type Json = Parameters<StateMachine['run']>[0];
type TaskFunction = (input: Json) => Promise<Json>;

export interface LocalWorkflowsOptions {
  /** Holds `<machine>.asl.json`. */
  machinesFolder: string;
  /** Runs `functions/<folder>`; throws errors whose `name` the machine's `ErrorEquals` matches. */
  invoke: (folder: string, input: unknown) => Promise<unknown>;
  /** Executions at once; further starts wait in line. `startSync` never waits: a function may call it. */
  maxConcurrency?: number;
  /** Ended executions remembered for `describe`. */
  history?: number;
  now?: () => Date;
}

export interface LocalWorkflows extends Workflows {
  /** Executions that run or wait. */
  active: () => number;
  /** Stops everything and starts nothing any more. */
  close: () => Promise<void>;
}

interface Execution extends ExecutionDescription {
  id: string;
  machine: string;
  input: string;
  abort?: () => void;
  ended: Promise<void>;
}

/**
 * Runs the ASL files of this repository in this process. Nothing outlives the process: see `Workflows`. Inputs and
 * results cross every function call as JSON, as they do in AWS, so a Date or a class does not slip through here only.
 */
export function localWorkflows(options: LocalWorkflowsOptions): LocalWorkflows {
  const { machinesFolder, invoke, maxConcurrency = 8, history = 500, now = () => new Date() } = options;
  const machines = new Map<
    string,
    Promise<{ machine: StateMachine; handlers: Record<string, TaskFunction> }>
  >();
  const executions = new Map<string, Execution>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let isClosed = false;

  async function load(name: string) {
    const text = await readFile(join(machinesFolder, `${name}.asl.json`), 'utf8').catch((error: unknown) => {
      throw error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? new NotFound('state machine', name)
        : error;
    });
    const { machine: definition, counters } = inlineDistributedMaps(JSON.parse(text) as AslStates);
    const handlers: Record<string, TaskFunction> = {};
    for (const [stateName, state] of statesOf(definition)) {
      if (state.Type === 'Task') handlers[stateName] = taskFunction(stateName, state, invoke);
    }
    for (const [stateName, count] of Object.entries(counters)) {
      handlers[stateName] = async (children) => count(children as unknown[]);
    }
    const { StateMachine } = await import('aws-local-stepfunctions');
    // The tests validate the files; here it would only cost time.
    const machine = new StateMachine(definition as unknown as ConstructorParameters<typeof StateMachine>[0], {
      validationOptions: { noValidate: true },
    });
    return { machine, handlers };
  }

  function machineOf(name: string) {
    if (!/^[a-z0-9-]+$/.test(name)) throw new NotFound('state machine', name);
    let loading = machines.get(name);
    if (loading === undefined) {
      loading = load(name);
      machines.set(name, loading);
      loading.catch(() => machines.delete(name));
    }
    return loading;
  }

  async function run(execution: Execution): Promise<void> {
    const { machine, handlers } = await machineOf(execution.machine);
    if (execution.status !== 'running') return;
    const input = JSON.parse(execution.input) as Json;
    const startedAt = now().toISOString();
    const { abort, result } = machine.run(input, {
      overrides: { taskResourceLocalHandlers: handlers },
      context: {
        Execution: {
          Id: execution.id,
          Name: execution.id,
          Input: input,
          StartTime: startedAt,
          RoleArn: 'local',
        },
        StateMachine: { Id: execution.machine, Name: execution.machine },
        State: { EnteredTime: startedAt, RetryCount: 0 },
      },
    });
    execution.abort = abort;
    try {
      const output = await result;
      settle(execution, { status: 'succeeded', output });
    } catch (error) {
      settle(execution, failureOf(error));
    }
  }

  function settle(execution: Execution, end: ExecutionDescription): void {
    if (execution.status === 'running') Object.assign(execution, end);
    execution.abort = undefined;
  }

  function begin(machine: string, input: unknown, id: string, isLimited: boolean): Execution {
    if (isClosed) throw new Error('The host is stopping.');
    const execution: Execution = {
      id,
      machine,
      input: JSON.stringify(input ?? null),
      status: 'running',
      ended: Promise.resolve(),
    };
    const turn = isLimited ? takeTurn() : Promise.resolve();
    execution.ended = turn
      .then(() => run(execution))
      .catch((error: unknown) => settle(execution, failureOf(error)))
      .finally(() => {
        if (isLimited) passTurn();
      });
    executions.set(id, execution);
    forgetOld();
    return execution;
  }

  async function takeTurn(): Promise<void> {
    if (running < maxConcurrency) {
      running++;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function passTurn(): void {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  function forgetOld(): void {
    if (executions.size <= history) return;
    for (const [id, execution] of executions) {
      if (execution.status !== 'running') executions.delete(id);
      if (executions.size <= history) return;
    }
  }

  return {
    start: async (machine, input, { name } = {}) => {
      if (name !== undefined && !/^[\w-]{1,80}$/.test(name)) {
        throw new InvalidInput('The name of an execution is 1 to 80 letters, digits, "_" or "-".', { name });
      }
      await machineOf(machine);
      const id = `${machine}:${name ?? newId(now())}`;
      const known = executions.get(id);
      if (known?.status === 'running' || (known && name !== undefined)) {
        if (known.input !== JSON.stringify(input ?? null)) throw new AlreadyExists('execution', id);
        return { executionId: id };
      }
      begin(machine, input, id, true);
      return { executionId: id };
    },
    startSync: async (machine, input) => {
      await machineOf(machine);
      const execution = begin(machine, input, `${machine}:${newId(now())}`, false);
      await execution.ended;
      if (execution.status === 'succeeded') return execution.output;
      throw new ExecutionFailed(machine, execution.error ?? execution.status, execution.cause ?? '');
    },
    describe: async (executionId) => {
      const execution = executions.get(executionId);
      if (execution === undefined) throw new NotFound('execution', executionId);
      const { status, output, error, cause } = execution;
      return { status, output, error, cause };
    },
    stop: async (executionId) => {
      const execution = executions.get(executionId);
      if (execution === undefined) throw new NotFound('execution', executionId);
      const { abort } = execution;
      settle(execution, { status: 'stopped' });
      abort?.();
    },
    active: () => [...executions.values()].filter((execution) => execution.status === 'running').length,
    close: async () => {
      isClosed = true;
      for (const execution of executions.values()) {
        const { abort } = execution;
        settle(execution, { status: 'stopped' });
        abort?.();
      }
      await Promise.all([...executions.values()].map((execution) => execution.ended));
    },
  };
}

function failureOf(error: unknown): ExecutionDescription {
  const inner = error instanceof Error && error.name === 'ExecutionError' ? error.cause : error;
  const name = inner instanceof Error ? inner.name : 'States.Runtime';
  const cause = inner instanceof Error ? inner.message : String(inner);
  if (name === 'ExecutionTimeoutError') return { status: 'timedOut', error: 'States.Timeout', cause };
  if (name === 'ExecutionAbortedError') return { status: 'stopped' };
  return { status: 'failed', error: name, cause };
}

/** Both ways of calling a function: its placeholder as the resource, or the `lambda:invoke` integration. */
function taskFunction(
  stateName: string,
  state: AslState,
  invoke: LocalWorkflowsOptions['invoke'],
): TaskFunction {
  const throughJson = async (folder: string, input: unknown): Promise<Json> => {
    const output = await invoke(folder, JSON.parse(JSON.stringify(input ?? null)) as unknown);
    return JSON.parse(JSON.stringify(output ?? null)) as Json;
  };
  const direct = functionFolderOf(state.Resource);
  if (direct !== undefined) return (input) => throughJson(direct, input);
  const named = functionFolderOf(state.Parameters?.FunctionName);
  if (named !== undefined) {
    return async (input) => ({ Payload: await throughJson(named, (input as { Payload?: unknown }).Payload) });
  }
  return async () => {
    throw new Error(`The state "${stateName}" uses ${state.Resource}, which exists in AWS only.`);
  };
}
