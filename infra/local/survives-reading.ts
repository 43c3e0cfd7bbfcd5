import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

const READER = join(import.meta.dirname, 'try-image.ts');
const MOST_MILLISECONDS = 200_000;

/** Whether a process that reads these bytes as an image lives to tell. `reader`: the program. */
export async function survivesReading(bytes: ReadableStream<Uint8Array>, reader = READER): Promise<boolean> {
  const child = spawn(process.execPath, [reader], {
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: MOST_MILLISECONDS,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  // It may end before it has read everything; how it ended says enough.
  await pipeline(Readable.fromWeb(bytes as NodeReadableStream), child.stdin).catch(() => {});
  return ended;
}
