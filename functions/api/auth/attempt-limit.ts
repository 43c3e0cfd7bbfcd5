import { TooManyRequests } from '../../../shared/errors.ts';

export interface AttemptLimit {
  /** @throws TooManyRequests when the key has failed too often. */
  check(key: string): void;
  failed(key: string): void;
  succeeded(key: string): void;
}

const MOST_KEYS = 10_000;

/**
 * Counts failures per key in a sliding window. Kept in the process: accounts with passwords exist on one machine
 * only, and a restart costs an attacker more than it gives.
 */
export function attemptLimit(options: {
  most: number;
  windowSeconds: number;
  now: () => Date;
}): AttemptLimit {
  const failures = new Map<string, number[]>();
  const recent = (key: string) => {
    const since = options.now().getTime() - options.windowSeconds * 1000;
    return (failures.get(key) ?? []).filter((at) => at > since);
  };
  return {
    check(key) {
      const times = recent(key);
      if (times.length < options.most) return;
      const seconds = Math.ceil((times[0] + options.windowSeconds * 1000 - options.now().getTime()) / 1000);
      throw new TooManyRequests(
        `Too many failed tries; wait ${Math.ceil(seconds / 60)} minutes, or ask an administrator for a link.`,
        seconds,
      );
    },
    failed(key) {
      const times = [...recent(key), options.now().getTime()];
      if (failures.size >= MOST_KEYS) failures.delete(failures.keys().next().value ?? '');
      failures.set(key, times);
    },
    succeeded(key) {
      failures.delete(key);
    },
  };
}
