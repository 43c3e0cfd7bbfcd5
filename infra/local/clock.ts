import type { Log } from '../../shared/log.ts';

export interface Clock {
  /** Runs `work` every so often, never twice at once; the first time after one period. A failure is logged. */
  every: (seconds: number, name: string, work: () => Promise<unknown>) => void;
  /** Runs `work` soon. */
  once: (name: string, work: () => Promise<unknown>) => void;
  /** Ticks no more and waits for what is under way, at most a second. */
  close: () => Promise<void>;
}

/** The third kind of event on this machine: ticks, as EventBridge Scheduler gives them in AWS. */
export function clock(log: Log): Clock {
  const timers: NodeJS.Timeout[] = [];
  const underway = new Map<string, Promise<unknown>>();
  let isClosed = false;

  function run(name: string, work: () => Promise<unknown>): void {
    if (isClosed || underway.has(name)) return;
    const running = work()
      .catch((error: unknown) => {
        if (!isClosed) log.error(`The ${name} failed.`, { error: String(error) });
      })
      .finally(() => underway.delete(name));
    underway.set(name, running);
  }

  return {
    every: (seconds, name, work) => {
      timers.push(setInterval(() => run(name, work), seconds * 1000).unref());
    },
    once: (name, work) => {
      timers.push(setTimeout(() => run(name, work), 100).unref());
    },
    close: async () => {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      const patience = new Promise((resolve) => setTimeout(resolve, 1000).unref());
      await Promise.race([Promise.all(underway.values()), patience]);
    },
  };
}
