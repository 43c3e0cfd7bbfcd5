import type { KeyedFile } from './dropped-files.ts';

export interface UploadItem extends KeyedFile {
  /** `there`: the same bytes had arrived before, nothing is sent. */
  status: 'waiting' | 'sending' | 'done' | 'there' | 'failed' | 'cancelled';
  /** Bytes. */
  sent: number;
  problem?: string;
}

/** What was dropped or picked at once. */
export interface UploadBatch {
  id: number;
  /** "photographs" for a folder, else the name of the first file. */
  name: string;
  items: readonly UploadItem[];
}

export interface UploadSteps {
  /** The keys of those that have arrived already, with the same bytes. */
  findArrived: (files: readonly KeyedFile[], signal: AbortSignal) => Promise<ReadonlySet<string>>;
  send: (file: KeyedFile, onProgress: (bytes: number) => void, signal: AbortSignal) => Promise<void>;
  /** Something has changed on the server, or everything has ended. */
  onChange: () => void;
}

interface Batch extends UploadBatch {
  items: UploadItem[];
  abort: AbortController;
}

const AT_ONCE = 4;
const SHOW_EVERY_MS = 150;

/**
 * Uploads into one dataset: what is there already is skipped, four go at once, each batch has its progress and can be
 * cancelled, and what failed gets another try. Listeners hear at most every 150 ms, however many files there are.
 */
export class UploadQueue {
  readonly #steps: UploadSteps;
  readonly #listeners = new Set<() => void>();
  #batches: readonly Batch[] = [];
  #running = 0;
  #nextId = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(steps: UploadSteps) {
    this.#steps = steps;
  }

  readonly getBatches = (): readonly UploadBatch[] => this.#batches;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get isBusy(): boolean {
    return this.#batches.some(({ items }) => items.some(isOpen));
  }

  async add(files: readonly KeyedFile[]): Promise<void> {
    if (files.length === 0) return;
    const [first] = files;
    const name = first.key.includes('/') ? first.key.slice(0, first.key.indexOf('/')) : first.key;
    const items = files.map((file): UploadItem => ({ ...file, status: 'waiting', sent: 0 }));
    const batch: Batch = { id: this.#nextId++, name, items, abort: new AbortController() };
    this.#batches = [...this.#batches, batch];
    this.#show(true);
    await this.#start(batch);
  }

  cancel(batchId: number): void {
    const batch = this.#batches.find(({ id }) => id === batchId);
    for (const item of batch?.items ?? []) if (item.status === 'waiting') item.status = 'cancelled';
    batch?.abort.abort();
    this.#show(true);
  }

  async retry(batchId: number): Promise<void> {
    const batch = this.#batches.find(({ id }) => id === batchId);
    if (batch === undefined) return;
    batch.abort = new AbortController();
    for (const item of batch.items) {
      if (item.status !== 'failed' && item.status !== 'cancelled') continue;
      Object.assign(item, { status: 'waiting', sent: 0, problem: undefined });
    }
    this.#show(true);
    await this.#start(batch);
  }

  /** Takes batches that have ended off the list. */
  clear(): void {
    this.#batches = this.#batches.filter(({ items }) => items.some(isOpen));
    this.#show(true);
  }

  async #start(batch: Batch): Promise<void> {
    const { signal } = batch.abort;
    const waiting = batch.items.filter(({ status }) => status === 'waiting');
    // Not knowing what is there costs time, no files: everything is sent then.
    const arrived = await this.#steps.findArrived(waiting, signal).catch(() => new Set<string>());
    for (const item of waiting) {
      if (item.status === 'waiting' && arrived.has(item.key)) {
        Object.assign(item, { status: 'there', sent: item.file.size });
      }
    }
    this.#show();
    this.#pump();
  }

  #pump(): void {
    for (const batch of this.#batches) {
      for (const item of batch.items) {
        if (this.#running >= AT_ONCE) return;
        if (item.status === 'waiting') void this.#run(batch, item);
      }
    }
    if (this.#running === 0) this.#steps.onChange();
  }

  async #run(batch: Batch, item: UploadItem): Promise<void> {
    const { signal } = batch.abort;
    this.#running++;
    item.status = 'sending';
    try {
      await this.#steps.send(
        item,
        (bytes) => {
          item.sent = bytes;
          this.#show();
        },
        signal,
      );
      Object.assign(item, { status: 'done', sent: item.file.size });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      Object.assign(item, signal.aborted ? { status: 'cancelled' } : { status: 'failed', problem });
    }
    this.#running--;
    this.#show();
    this.#pump();
  }

  /** A new list for those who compare: the batches are the same, their numbers have moved. */
  #show(atOnce = false): void {
    if (this.#timer !== undefined && !atOnce) return;
    clearTimeout(this.#timer);
    const tell = () => {
      this.#timer = undefined;
      this.#batches = this.#batches.map((batch) => ({ ...batch }));
      for (const listener of this.#listeners) listener();
    };
    if (atOnce) tell();
    else this.#timer = setTimeout(tell, SHOW_EVERY_MS);
  }
}

const isOpen = ({ status }: UploadItem): boolean => status === 'waiting' || status === 'sending';
