import type { Log } from '../../shared/log.ts';

export interface Clock {
  /** Runs `work` every so often, never twice at once; the first time after one period. A failure is logged. */
  every: (seconds: number, name: string, work: () => Promise<unknown>) => void;
  close: () => Promise<void>;
}

/** The third kind of event on this machine: ticks, as EventBridge Scheduler gives them in AWS. */
export function clock(log: Log): Clock {
  const timers: NodeJS.Timeout[] = [];
  const underway = new Map<string, Promise<unknown>>();
  return {
    every: (seconds, name, work) => {
      const timer = setInterval(() => {
        if (underway.has(name)) return;
        const run = work()
          .catch((error: unknown) => log.error(`The ${name} failed.`, { error: String(error) }))
          .finally(() => underway.delete(name));
        underway.set(name, run);
      }, seconds * 1000);
      timer.unref();
      timers.push(timer);
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underway.values());
    },
  };
}
