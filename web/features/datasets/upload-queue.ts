import type { KeyedFile } from './dropped-files.ts';

export interface UploadItem extends KeyedFile {
  status: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
  /** Bytes. */
  sent: number;
  problem?: string;
}

type Send = (file: KeyedFile, onProgress: (bytes: number) => void, signal: AbortSignal) => Promise<void>;

const AT_ONCE = 4;

/** Uploads into one dataset: four at once, progress, cancel, and another try for what failed. */
export class UploadQueue {
  readonly #send: Send;
  readonly #onIdle: () => void;
  readonly #listeners = new Set<() => void>();
  #items: readonly UploadItem[] = [];
  #running = 0;
  #abort = new AbortController();

  constructor(send: Send, onIdle: () => void) {
    this.#send = send;
    this.#onIdle = onIdle;
  }

  readonly getItems = (): readonly UploadItem[] => this.#items;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(files: readonly KeyedFile[]): void {
    if (this.#abort.signal.aborted) this.#abort = new AbortController();
    this.#show([...this.#items, ...files.map((file) => ({ ...file, status: 'waiting' as const, sent: 0 }))]);
    this.#pump();
  }

  cancel(): void {
    this.#show(
      this.#items.map((item) => (item.status === 'waiting' ? { ...item, status: 'cancelled' } : item)),
    );
    this.#abort.abort();
  }

  retry(): void {
    this.#abort = new AbortController();
    this.#show(
      this.#items.map((item) =>
        item.status === 'failed' || item.status === 'cancelled'
          ? { ...item, status: 'waiting', sent: 0, problem: undefined }
          : item,
      ),
    );
    this.#pump();
  }

  clear(): void {
    this.#show([]);
  }

  #pump(): void {
    while (this.#running < AT_ONCE) {
      const index = this.#items.findIndex(({ status }) => status === 'waiting');
      if (index === -1) return;
      void this.#run(index);
    }
  }

  async #run(index: number): Promise<void> {
    const { key, file } = this.#items[index];
    const { signal } = this.#abort;
    const change = (changes: Partial<UploadItem>) =>
      this.#show(
        this.#items.map((item) => (item.file === file && item.key === key ? { ...item, ...changes } : item)),
      );
    this.#running++;
    change({ status: 'sending' });
    try {
      await this.#send({ key, file }, (bytes) => change({ sent: bytes }), signal);
      change({ status: 'done', sent: file.size });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      change(signal.aborted ? { status: 'cancelled' } : { status: 'failed', problem });
    }
    this.#running--;
    this.#pump();
    if (this.#running === 0) this.#onIdle();
  }

  #show(items: readonly UploadItem[]): void {
    this.#items = items;
    for (const listener of this.#listeners) listener();
  }
}
