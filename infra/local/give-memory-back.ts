import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 1024 * 1024;
/** Garbage worth a pause of some 50 ms that nobody notices. */
const WORTHWHILE_BYTES = 32 * MEGABYTE;
/** Of one core, since the last look. */
const MOST_IDLE_SHARE = 0.05;

export interface MemoryKeeperOptions {
  /** Bytes on the heap and beside it that JavaScript holds, garbage included. */
  heldBytes?: () => number;
  /** Of the whole process so far. */
  cpuMilliseconds?: () => number;
  collect?: () => void;
  now?: () => number;
}

/**
 * After much work (ten thousand images, a large export) the heap is full of garbage that V8 has no reason to collect
 * while nothing happens. The function that this makes is called now and then: once the host idles, and only when there
 * is something to gain since the last time, it collects, which brings some 300 MB back to below 200.
 */
export function memoryKeeper(options: MemoryKeeperOptions = {}): () => void {
  const {
    heldBytes = () => process.memoryUsage().heapUsed + process.memoryUsage().external,
    cpuMilliseconds = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
    collect = collectGarbage,
    now = () => performance.now(),
  } = options;
  let before = { at: now(), cpu: cpuMilliseconds() };
  let heldAfterLast = 0;
  return () => {
    const current = { at: now(), cpu: cpuMilliseconds() };
    const share = (current.cpu - before.cpu) / Math.max(1, current.at - before.at);
    before = current;
    if (share > MOST_IDLE_SHARE || heldBytes() < heldAfterLast + WORTHWHILE_BYTES) return;
    collect();
    heldAfterLast = heldBytes();
  };
}

/** Node shows the collector only to a context that is made after this flag is set. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
}
