import type { Log } from '../../shared/log.ts';
import type { TableQueue } from '../../shared/queue/table-queue.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';

/** As S3 tells it through EventBridge; `key` is the blob's. */
export interface ObjectEvent {
  type: 'created' | 'deleted';
  key: string;
  /** Bytes. */
  size?: number;
  etag?: string;
}

export interface ObjectEvents {
  /**
   * Durable when it returns: the event outlives a crash. The same event twice is one while the first waits. `isUrgent`:
   * somebody waits for it, so it goes before all others.
   */
  publish: (event: ObjectEvent, options?: { isUrgent?: boolean }) => Promise<void>;
  /** True when every event is handled, or parked after too many attempts. */
  isIdle: () => Promise<boolean>;
  close: () => Promise<void>;
}

export interface ObjectEventsOptions {
  queue: TableQueue;
  workflows: Pick<Workflows, 'startSync'>;
  log: Log;
  /** Whether a process of its own lives to read the file of a blob key. */
  survives: (key: string) => Promise<boolean>;
  /** Images read at once. */
  maxConcurrency?: number;
}

const VISIBILITY_SECONDS = 300;
/** Longer than any message is hidden, so whatever is due later was dated by a clock that has been set back. */
const CLOCK_WAS_WRONG_SECONDS = 2 * VISIBILITY_SECONDS;
const LOOK_MILLISECONDS = 60_000;
const IDLE_MILLISECONDS = 2_000;
/** A file that was begun so often without an end. */
const SUSPECT_AFTER = 4;
/** How many minutes a file that failed again and again is let alone: longer each time that others had to follow. */
const SECOND_CHANCES_AFTER = [1, 2, 4, 8, 15];

/**
 * From "an object arrived" to the machine `ingest-asset`. Events are rows of the table until their execution has
 * succeeded. At the start nobody else is at work, so what a killed host had in hand is given back before anything else
 * is done, however long the table takes to answer. What failed too often (the disk was full) gets another chance then,
 * a minute later, and ever more rarely, down to once in a quarter of an hour.
 */
export function objectEvents({
  queue,
  workflows,
  log,
  survives,
  maxConcurrency = 2,
}: ObjectEventsOptions): ObjectEvents {
  const state = { isClosed: false };
  let wake = () => {};
  const workers = Array.from({ length: maxConcurrency }, () => work());
  const released = takeOver();
  const looks = setInterval(() => void look().catch(cannotRead), LOOK_MILLISECONDS).unref();
  let chances = 0;
  let minutesSinceChance = 0;

  async function takeOver(): Promise<void> {
    await Promise.resolve();
    while (!state.isClosed) {
      try {
        await queue.releaseAll();
        await giveSecondChance();
        return;
      } catch (error) {
        cannotRead(error);
        await pause();
      }
    }
  }

  /** Every minute. */
  async function look(): Promise<void> {
    await queue.releaseAll(CLOCK_WAS_WRONG_SECONDS);
    minutesSinceChance++;
    const wait = SECOND_CHANCES_AFTER[Math.min(chances, SECOND_CHANCES_AFTER.length - 1)];
    if (minutesSinceChance < wait) return;
    minutesSinceChance = 0;
    chances = (await giveSecondChance()) > 0 ? chances + 1 : 0;
  }

  /** The next look may find it well again; what ends with the host is no fault. */
  function cannotRead(error: unknown): void {
    if (state.isClosed) return;
    log.error('The event queue cannot be read.', {
      error: error instanceof Error ? error.message : String(error),
    });
  }

  async function work(): Promise<void> {
    await Promise.resolve();
    await released;
    while (!state.isClosed) {
      try {
        const [message] = await queue.receive({ max: 1, visibilitySeconds: VISIBILITY_SECONDS });
        if (message === undefined) {
          await pause();
          continue;
        }
        try {
          const event = message.body as ObjectEvent;
          const isTooMuch = await isDeadly(event, message.attempts);
          await workflows.startSync('ingest-asset', isTooMuch ? { ...event, isTooMuch } : event);
          await queue.done(message.receipt);
        } catch (error) {
          if (state.isClosed) return;
          log.warn('An object event failed; it will be tried again.', {
            event: message.body,
            attempts: message.attempts,
            error: error instanceof Error ? error.message : String(error),
          });
          await queue.retry(message.receipt, Math.min(60, 2 ** (message.attempts - 1)));
        }
      } catch (error) {
        cannotRead(error);
        if (state.isClosed) return;
        await pause();
      }
    }
  }

  /** A file that was in hand several times when this process ended may be what ended it: another one tries first. */
  async function isDeadly(event: ObjectEvent, attempts: number): Promise<boolean> {
    if (event.type !== 'created' || attempts < SUSPECT_AFTER) return false;
    // Gone by now, or not to be had: the machine finds out.
    return !(await survives(event.key).catch(() => true));
  }

  async function giveSecondChance(): Promise<number> {
    const given = await queue.redriveFailed();
    if (given > 0) wakeAll();
    return given;
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, IDLE_MILLISECONDS);
      timer.unref();
      const before = wake;
      wake = () => {
        before();
        done();
      };
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
    });
  }

  function wakeAll(): void {
    const ring = wake;
    wake = () => {};
    ring();
  }

  return {
    publish: async (event, { isUrgent } = {}) => {
      const deduplicationId = `${event.type}:${event.etag ?? ''}:${event.key}`;
      await queue.send(event, { deduplicationId, isUrgent });
      wakeAll();
    },
    isIdle: () => queue.isEmpty(),
    close: async () => {
      state.isClosed = true;
      clearInterval(looks);
      wakeAll();
      await Promise.all(workers);
    },
  };
}
