import { invertChangeSet, type ChangeSet } from './change-set.ts';
import type { DocumentStore } from './document-store.ts';

/** Unlimited undo and redo: an observer of the store that remembers the person's own change sets. */
export class UndoHistory {
  readonly #store: DocumentStore;
  #done: ChangeSet[] = [];
  #undone: ChangeSet[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(store: DocumentStore) {
    this.#store = store;
    store.subscribe((changes) => {
      if (changes.origin === 'load') {
        this.#done = [];
        this.#undone = [];
      } else if (changes.origin === 'user') {
        this.#done.push(changes);
        this.#undone = [];
      } else return;
      this.#tell();
    });
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  undo(): ChangeSet | undefined {
    return this.#move(this.#done, this.#undone, 'undo');
  }

  redo(): ChangeSet | undefined {
    return this.#move(this.#undone, this.#done, 'redo');
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes the last two steps one: several nudges by arrow key are one thing to take back. */
  joinLastTwo(): void {
    const second = this.#done.pop();
    const first = this.#done.pop();
    if (first === undefined || second === undefined) return;
    this.#done.push({
      ...second,
      updated: second.updated.map(({ before, after }) => ({
        before: first.updated.find((update) => update.after === before)?.before ?? before,
        after,
      })),
    });
  }

  #move(from: ChangeSet[], to: ChangeSet[], origin: 'undo' | 'redo'): ChangeSet | undefined {
    const step = from.pop();
    if (step === undefined) return undefined;
    // Undo turns the step round; what is kept for redo is the step itself, and the other way about.
    const applied = this.#store.applyChangeSet(
      origin === 'undo' ? invertChangeSet(step, origin) : { ...step, origin },
    );
    to.push(step);
    this.#tell();
    return applied;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
