import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { ImageMetrics } from '../../shared/curation/image-metrics.ts';
import type { FoundFile } from './find-files.ts';
import type { ReadOutcome } from './read-asset.ts';

/** Raised whenever the same file would be measured differently: old entries are then measured again. */
const VERSION = 3;

const Head = z.object({ lapidaryCurateCache: z.literal(VERSION), fast: z.boolean() });

const Entry = z.object({
  path: z.string(),
  size: z.number(),
  modifiedMs: z.number(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ignored') }),
    z.object({ kind: z.literal('unreadable'), reason: z.string() }),
    z.object({
      kind: z.literal('asset'),
      sha256: z.string(),
      phash: z.string(),
      dhash: z.string(),
      exact: z.boolean(),
      metrics: ImageMetrics,
      /** float32, little-endian, base64 */
      vector: z.string(),
    }),
  ]),
});
type Entry = z.infer<typeof Entry>;

/** Where the cache of a folder lies: in the user's cache folder, never among the user's images. */
export function cacheFileOf(folder: string, environment: NodeJS.ProcessEnv): string {
  const base = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(
    base,
    'lapidary',
    'curate',
    `${createHash('sha256').update(folder).digest('hex').slice(0, 24)}.ndjson`,
  );
}

/** What an earlier run learned, by path; empty when the file is missing, of another version or damaged. */
export async function readCache(file: string, fast: boolean): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    let isFirst = true;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const value: unknown = JSON.parse(line);
      if (isFirst && Head.parse(value).fast !== fast) return entries;
      if (!isFirst) {
        const entry = Entry.parse(value);
        entries.set(entry.path, entry);
      }
      isFirst = false;
    }
  } catch {
    // A cache is a convenience: whatever cannot be read is measured again.
  }
  return entries;
}

/** The earlier outcome of a file that has not changed since (same size and modification time). */
export function cachedOutcome(entries: Map<string, Entry>, file: FoundFile): ReadOutcome | undefined {
  const entry = entries.get(file.path);
  if (entry === undefined || entry.size !== file.size || entry.modifiedMs !== file.modifiedMs)
    return undefined;
  const { outcome } = entry;
  if (outcome.kind !== 'asset') return outcome;
  const { kind, vector, ...rest } = outcome;
  const bytes = Uint8Array.from(Buffer.from(vector, 'base64'));
  return { kind, asset: { ...rest, path: file.path, vector: new Float32Array(bytes.buffer) } };
}

/** Writes everything that was learned, whole or not at all. */
export async function writeCache(
  file: string,
  fast: boolean,
  outcomes: Iterable<[FoundFile, ReadOutcome]>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    const head: z.infer<typeof Head> = { lapidaryCurateCache: VERSION, fast };
    let text = `${JSON.stringify(head)}\n`;
    for (const [{ path, size, modifiedMs }, outcome] of outcomes) {
      if (outcome.kind === 'unreadable' && outcome.isTransient) continue;
      text += `${JSON.stringify({ path, size, modifiedMs, outcome: stored(outcome) } satisfies Entry)}\n`;
      if (text.length > 1 << 20) {
        await handle.write(text);
        text = '';
      }
    }
    await handle.write(text);
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

function stored(outcome: ReadOutcome): Entry['outcome'] {
  if (outcome.kind !== 'asset') return outcome;
  const { path: _, vector, ...rest } = outcome.asset;
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return { kind: 'asset', ...rest, vector: bytes.toString('base64') };
}
