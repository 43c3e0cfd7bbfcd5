import type { GpuBudgetStore } from '../store/gpu-budget-store.ts';

/** Runs a call of a GPU on the account of a project. */
export type GpuMeter = <T>(projectId: string | undefined, call: () => Promise<T>) => Promise<T>;

/**
 * Refuses the call when the project has spent its month, and puts down how long the machine was waited for, whatever
 * came of it: a machine that wakes up costs as well.
 *
 * @throws SpendCeilingReached
 */
export function gpuMeter(
  budgets: Pick<GpuBudgetStore, 'requireRoom' | 'chargeCall'>,
  dollarsPerHour: number,
  now: () => number = () => performance.now(),
): GpuMeter {
  return async (projectId, call) => {
    if (projectId === undefined) return call();
    await budgets.requireRoom(projectId);
    const began = now();
    try {
      return await call();
    } finally {
      await budgets.chargeCall(projectId, (now() - began) / 1000, dollarsPerHour);
    }
  };
}
