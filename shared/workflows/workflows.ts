export type ExecutionStatus = 'running' | 'succeeded' | 'failed' | 'timedOut' | 'stopped';

export interface ExecutionDescription {
  status: ExecutionStatus;
  /** Of a succeeded execution. */
  output?: unknown;
  /** The error's name, as `ErrorEquals` matches it. */
  error?: string;
  /** For people and logs only: its form differs between hosts. */
  cause?: string;
}

/**
 * State machines by the name of their ASL file (`advance-task` runs `statemachines/advance-task.asl.json`).
 * Executions are transport, not storage: what must outlive them is in the table, and a sweep starts them again.
 */
export interface Workflows {
  /**
   * Returns as soon as the execution is accepted. The same `name` twice with the same input is one execution; a
   * `name` is 1 to 80 of `[A-Za-z0-9_-]`.
   *
   * @throws NotFound when there is no such machine
   * @throws AlreadyExists when the name belongs to an execution with other input
   */
  start: (machine: string, input: unknown, options?: { name?: string }) => Promise<{ executionId: string }>;
  /**
   * Runs to the end and gives the output. For Express machines.
   *
   * @throws ExecutionFailed with the error's name when the machine fails, times out or is stopped
   */
  startSync: (machine: string, input: unknown) => Promise<unknown>;
  /** @throws NotFound when the execution is unknown, or so old that it was forgotten */
  describe: (executionId: string) => Promise<ExecutionDescription>;
  /** Stopping what has ended already is no error. */
  stop: (executionId: string) => Promise<void>;
}
