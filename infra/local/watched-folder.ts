import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileEtag } from '../../shared/blobs/file-etag.ts';
import type { Log } from '../../shared/log.ts';

export interface WatchedFolderOptions {
  /** Absolute, symbolic links resolved. */
  folder: string;
  /** What is known of the folder already: relative key → etag. */
  known: Map<string, string>;
  created: (key: string, file: { size: number; etag: string }) => Promise<void>;
  deleted: (key: string) => Promise<void>;
  log: Log;
  /** How long a file must keep its size and time before it is taken for finished. */
  settleMilliseconds?: number;
  rescanMilliseconds?: number;
}

export interface WatchedFolder {
  /** After the first walk through the folder; files that are still being written come later. */
  scanned: Promise<void>;
  close: () => Promise<void>;
}

/**
 * Follows a folder of the user and tells what came, changed and went. Directory watchers give the hints, a walk every
 * minute makes up for what they miss. A file is told of only after it has kept its size and time for a moment, so
 * one that is still being copied waits. Hidden files are passed over, and links that leave the folder. What may not be
 * read keeps nothing else from being seen, and is tried again at each walk.
 */
export function watchFolder(options: WatchedFolderOptions): WatchedFolder {
  const {
    folder,
    known,
    created,
    deleted,
    log,
    settleMilliseconds = 1_000,
    rescanMilliseconds = 60_000,
  } = options;
  const watchers = new Map<string, FSWatcher>();
  /** Directories to look through again, relative; `''` is the folder itself. */
  const dirty = new Set<string>();
  /** Files seen while they may still be written: key → etag of the last look. */
  const settling = new Map<string, string>();
  /** Directories that could not be read, and were told of. */
  const unreadable = new Set<string>();
  let canWatch = true;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  function schedule(milliseconds: number): void {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      running = running.then(lookAtDirty);
    }, milliseconds);
    timer.unref();
  }

  function mark(directory: string): void {
    dirty.add(directory);
    schedule(100);
  }

  function follow(directory: string): void {
    if (!canWatch || watchers.has(directory)) return;
    try {
      const watcher = watch(join(folder, directory), { persistent: false }, () => mark(directory));
      watcher.on('error', () => unfollow(directory));
      watchers.set(directory, watcher);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOSPC' && code !== 'EMFILE') return;
      canWatch = false;
      log.warn('The system allows no more watched directories; changes are found by looking every minute.', {
        folder,
      });
    }
  }

  function unfollow(directory: string): void {
    watchers.get(directory)?.close();
    watchers.delete(directory);
  }

  async function lookAtDirty(): Promise<void> {
    const directories = [...dirty];
    dirty.clear();
    for (const directory of directories) {
      if (isClosed) return;
      await look(directory, false);
    }
  }

  /** As `compare`, for whom one directory that fails (locked, a bad disk) is no reason to leave out its neighbours. */
  async function look(directory: string, isDeep: boolean): Promise<void> {
    try {
      await compare(directory, isDeep);
      unreadable.delete(directory);
    } catch (error) {
      if (unreadable.has(directory)) return;
      unreadable.add(directory);
      log.error('A folder cannot be read; its images wait until it can.', {
        folder,
        directory,
        error: String(error),
      });
    }
  }

  /** Compares one directory with what is known of it; new directories, or all of them, are walked down. */
  async function compare(directory: string, isDeep: boolean): Promise<void> {
    follow(directory);
    const entries = await readdir(join(folder, directory), { withFileTypes: true }).catch(
      (error: unknown) => {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw error;
      },
    );
    if (entries === undefined) {
      unfollow(directory);
      // A folder that is gone as a whole is a disk that was taken out rather than a thousand deletes.
      if (directory !== '') await forget((key) => key.startsWith(`${directory}/`));
      return;
    }
    const present = new Set<string>();
    for (const entry of entries) {
      if (isClosed) return;
      if (entry.name.startsWith('.')) continue;
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      present.add(entry.name);
      if (entry.isDirectory()) {
        if (isDeep || !watchers.has(path)) await look(path, true);
      } else if (entry.isFile() || (entry.isSymbolicLink() && (await staysInside(path)))) {
        await lookAtFile(path);
      }
    }
    const base = directory === '' ? '' : `${directory}/`;
    await forget((key) => key.startsWith(base) && !present.has(key.slice(base.length).split('/', 1)[0]));
  }

  async function lookAtFile(key: string): Promise<void> {
    const file = await stat(join(folder, key), { bigint: true }).catch(() => undefined);
    if (!file?.isFile()) return;
    const etag = fileEtag(file);
    if (known.get(key) === etag) return;
    const isLocked = !(await isReadable(key));
    if (isLocked && known.get(key) === locked(etag)) return;
    const ageMilliseconds = Date.now() - Number(file.mtimeMs);
    const isSettled = ageMilliseconds > settleMilliseconds * 5 || settling.get(key) === etag;
    if (!isSettled) {
      settling.set(key, etag);
      dirty.add(key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : '');
      schedule(settleMilliseconds);
      return;
    }
    settling.delete(key);
    await created(key, { size: Number(file.size), etag });
    known.set(key, isLocked ? locked(etag) : etag);
  }

  async function isReadable(key: string): Promise<boolean> {
    try {
      await (await open(join(folder, key))).close();
      return true;
    } catch {
      return false;
    }
  }

  async function staysInside(path: string): Promise<boolean> {
    const target = await realpath(join(folder, path)).catch(() => '');
    return target.startsWith(folder + sep);
  }

  async function forget(isGone: (key: string) => boolean): Promise<void> {
    for (const key of [...known.keys()].filter(isGone)) {
      await deleted(key);
      known.delete(key);
    }
    for (const key of settling.keys()) if (isGone(key)) settling.delete(key);
  }

  const walk = () => look('', true);
  const scanned = walk();
  running = scanned;
  const rescan = setInterval(() => {
    running = running.then(walk);
  }, rescanMilliseconds);
  rescan.unref();

  return {
    scanned,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(rescan);
      for (const directory of watchers.keys()) unfollow(directory);
      await running;
    },
  };
}

/** What is known of a file that was told of while nobody might read it: opening it up later is a change. */
function locked(etag: string): string {
  return `${etag} locked`;
}
