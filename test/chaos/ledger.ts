import type { Promises } from '../support/simulated-person.ts';

export interface Upload {
  assetId: string;
  sha256: string;
  isImage: boolean;
}

/** Everything that the host has acknowledged, and so must still know at the end. */
export interface Ledger extends Promises {
  uploads: Map<string, Upload>;
  saves: { taskId: string; revision: number; objectIds: string[] }[];
  outcomes: { taskId: string; outcome: string; userId: string }[];
  jobs: string[];
}

export function newLedger(): Ledger {
  const ledger: Ledger = {
    uploads: new Map(),
    saves: [],
    outcomes: [],
    jobs: [],
    saved: (taskId, revision, objectIds) => void ledger.saves.push({ taskId, revision, objectIds }),
    left: (taskId, outcome, userId) => void ledger.outcomes.push({ taskId, outcome, userId }),
  };
  return ledger;
}
