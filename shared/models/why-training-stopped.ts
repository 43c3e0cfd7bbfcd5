/** How a trainer ended: its exit code, the signal that ended it, why it never started, and the end of what it said. */
export interface TrainingEnd {
  code: number | null;
  killedBy?: string;
  cause?: string;
  said: string;
}

const AGAIN = 'Start it again.';

/** One sentence for a person on why a training stopped, and what to do. The model in use is never touched by it. */
export function whyTrainingStopped({ killedBy, cause, said }: TrainingEnd): string {
  const lines = said.trim().split('\n');
  if (/No module named/.test(said)) {
    const name = /No module named '([^']+)'/.exec(said)?.[1] ?? 'a package';
    return `The training needs the Python package "${name}", which is not installed: run "lapidary models setup-training".`;
  }
  if (/No space left on device|ENOSPC/.test(said)) return `The disk is full. Make room. ${AGAIN}`;
  if (killedBy === 'SIGKILL' || /MemoryError|can't allocate memory|not enough memory/.test(said)) {
    return `The training was ended from outside or ran out of memory (it needs about 1 GB). ${AGAIN}`;
  }
  if (cause !== undefined) return `The training cannot be started: ${cause}.`;
  if (killedBy !== undefined) return `The training was ended by ${killedBy}. ${AGAIN}`;
  const last = lines.at(-1);
  return `The training stopped: ${last === undefined || last === '' ? 'no reason was given' : last.slice(0, 300)}. ${AGAIN}`;
}
