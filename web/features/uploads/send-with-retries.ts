import { ApiProblem } from '../../api/api-problem.ts';

interface Clock {
  /** Resolves after so many milliseconds, or when the connection comes back. Rejects when `signal` aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const MOST_TRIES = 8;
const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 30_000;

/** Tries again what a bad network or a busy server refused, with growing pauses: about two minutes in all. */
export async function sendWithRetries(
  send: () => Promise<void>,
  signal: AbortSignal,
  { wait }: Clock = { wait: waitOrOnline },
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await send();
      return;
    } catch (error) {
      if (signal.aborted || tries === MOST_TRIES || !isPassing(error)) throw error;
      await wait(Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)), signal);
    }
  }
}

/** A second try may go better: no answer, too many at once, a server in trouble. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500);
}

function waitOrOnline(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      removeEventListener('online', online);
      signal.removeEventListener('abort', abort);
      settle();
    };
    const online = end(resolve);
    const abort = end(() => reject(new ApiProblem(0, 'cancelled', 'Cancelled.')));
    const timer = setTimeout(online, milliseconds);
    addEventListener('online', online);
    signal.addEventListener('abort', abort);
  });
}
