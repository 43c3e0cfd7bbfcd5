import type { Call } from './smoke-client.ts';

export interface SmokePerson {
  id: string;
  call: Call;
}

/** A deployment under test, whatever it runs on. */
export interface SmokeTarget {
  /** As nobody. */
  anybody: Call;
  admin: SmokePerson;
  /** An account for the duration of the run. */
  makePerson: (name: string) => Promise<SmokePerson>;
  /** Lets the clock run a function now, where waiting for it would take long. */
  tick: (folder: string) => Promise<void>;
  /** Whether it can call a server on this machine. */
  reachesUs: boolean;
  /** Takes the accounts away again, and stops what was started for the run. */
  close: () => Promise<void>;
}
