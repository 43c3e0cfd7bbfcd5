import type { LabelContent } from '../../../../shared/labels/label-document.ts';
import type { LabelClassification, LabelObject } from '../../../../shared/labels/label-object.ts';
import { diffLabelContent } from '../../../../shared/labels/diff-label-content.ts';
import { mergeLabelContent, type MergeConflict } from '../../../../shared/labels/merge-label-content.ts';
import { ApiProblem } from '../../../api/api-problem.ts';

/** What the person is told. `saved` is said only when the server has acknowledged exactly what is on the screen. */
export type SaveState =
  | { kind: 'saved' }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'offline' }
  | { kind: 'refused'; message: string };

export interface RevisedContent {
  revision: number;
  content: LabelContent;
}

/** Work that the server has not acknowledged, kept on this machine. */
export interface PendingWork {
  base: RevisedContent;
  mine: LabelContent;
}

export interface LabelSaverDeps {
  /** The document on the screen. */
  current: () => LabelContent;
  /** Saves on top of `revision`; throws `ApiProblem` with code `stale-revision` when somebody saved meanwhile. */
  put: (content: LabelContent, revision: number, options: { keepalive: boolean }) => Promise<number>;
  fetchLatest: () => Promise<RevisedContent>;
  keep: (work: PendingWork) => Promise<void>;
  drop: () => Promise<void>;
  /** Brings a merged document onto the screen. */
  adopt: (content: LabelContent) => void;
  onState: (state: SaveState) => void;
  onConflicts: (
    objects: MergeConflict<LabelObject>[],
    classifications: MergeConflict<LabelClassification>[],
  ) => void;
  delayMs?: number;
}

const DELAY_MS = 2_000;
const KEEP_MS = 250;
const MAX_RETRY_MS = 30_000;

function isSame(a: LabelContent, b: LabelContent): boolean {
  const { objects, classifications } = diffLabelContent(a, b);
  const count = (changes: { created: unknown[]; updated: unknown[]; deleted: unknown[] }) =>
    changes.created.length + changes.updated.length + changes.deleted.length;
  return count(objects) + count(classifications) === 0;
}

/**
 * Autosave: two seconds after the last change, at once on `flush`. Until the server acknowledges, the work is kept on
 * this machine and sent again. A stale save merges per object with what the other side saved and goes on.
 */
export class LabelSaver {
  readonly #deps: LabelSaverDeps;
  #base: RevisedContent;
  #changes = 0;
  #savedChanges = 0;
  #saving: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #retryMs = 1_000;
  #state: SaveState = { kind: 'saved' };

  constructor(base: RevisedContent, deps: LabelSaverDeps) {
    this.#base = base;
    this.#deps = deps;
  }

  get state(): SaveState {
    return this.#state;
  }

  get revision(): number {
    return this.#base.revision;
  }

  get isClean(): boolean {
    return this.#changes === this.#savedChanges;
  }

  /** Call on every change of the document. */
  changed(): void {
    this.#changes++;
    if (this.#state.kind !== 'offline') this.#setState({ kind: 'unsaved' });
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => void this.#keep(), KEEP_MS);
    this.#schedule(this.#deps.delayMs ?? DELAY_MS);
  }

  /**
   * Brings work that was kept from an earlier visit onto the screen, merged with what is there: what the server has,
   * and what was drawn since.
   */
  restore(work: PendingWork): void {
    const shown = this.#deps.current();
    const { merged, objectConflicts, classificationConflicts } = mergeLabelContent(
      work.base.content,
      work.mine,
      shown,
    );
    if (!isSame(merged, shown)) {
      this.#deps.adopt(merged);
      this.changed();
    } else if (this.isClean) void this.#deps.drop();
    if (objectConflicts.length + classificationConflicts.length > 0) {
      this.#deps.onConflicts(objectConflicts, classificationConflicts);
    }
  }

  /** Saves now; resolves to whether everything is acknowledged. */
  async flush(options: { keepalive?: boolean } = {}): Promise<boolean> {
    clearTimeout(this.#timer);
    // A save that was under way when the last change came does not hold it: go round again.
    for (let round = 0; round < 5 && !this.isClean; round++) {
      await (this.#saving ?? this.#start(options.keepalive ?? false));
      if (this.#state.kind === 'offline' || this.#state.kind === 'refused') break;
    }
    return this.isClean;
  }

  /** Takes over what the server itself made of the document, such as a revision that was brought back. */
  async takeLatest(): Promise<void> {
    this.#merge(await this.#deps.fetchLatest());
  }

  /** The document as the server has it by now; merged when it is newer than what this began with. */
  meet(latest: RevisedContent): void {
    if (latest.revision > this.#base.revision && this.#saving === undefined) this.#merge(latest);
  }

  /** The network is back: try at once. */
  retryNow(): void {
    if (!this.isClean) this.#schedule(0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    if (!this.isClean) void this.#keep();
    clearTimeout(this.#keepTimer);
  }

  #setState(state: SaveState): void {
    this.#state = state;
    this.#deps.onState(state);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void (this.#saving ?? this.#start(false)), ms);
  }

  async #keep(): Promise<void> {
    if (this.isClean) return;
    // A browser without room for it keeps nothing; the work stays on the page, and the state says "not saved".
    await this.#deps.keep({ base: this.#base, mine: this.#deps.current() }).catch(() => undefined);
  }

  #start(keepalive: boolean): Promise<void> {
    this.#saving = this.#save(keepalive).finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  async #save(keepalive: boolean): Promise<void> {
    if (this.isClean) return;
    const changes = this.#changes;
    const content = this.#deps.current();
    if (this.#state.kind !== 'offline') this.#setState({ kind: 'saving' });
    try {
      const revision = await this.#deps.put(content, this.#base.revision, { keepalive });
      this.#base = { revision, content };
      this.#savedChanges = changes;
      this.#retryMs = 1_000;
      if (this.isClean) {
        clearTimeout(this.#keepTimer);
        await this.#deps.drop().catch(() => undefined);
        // A change may have come while the kept copy was dropped.
        if (this.isClean) this.#setState({ kind: 'saved' });
        else await this.#keep();
      } else {
        this.#setState({ kind: 'unsaved' });
        this.#schedule(this.#deps.delayMs ?? DELAY_MS);
      }
    } catch (error) {
      await this.#recover(error);
    }
  }

  async #recover(error: unknown): Promise<void> {
    if (error instanceof ApiProblem && error.code === 'stale-revision') {
      try {
        await this.takeLatest();
      } catch (failure) {
        await this.#recover(failure);
      }
      return;
    }
    await this.#keep();
    if (error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429) {
      this.#setState({ kind: 'refused', message: error.message });
      return;
    }
    this.#setState({ kind: 'offline' });
    this.#schedule(this.#retryMs);
    this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
  }

  #merge(latest: RevisedContent): void {
    const result = mergeLabelContent(this.#base.content, this.#deps.current(), latest.content);
    this.#base = latest;
    this.#deps.adopt(result.merged);
    if (isSame(result.merged, latest.content)) this.#savedChanges = this.#changes;
    else {
      this.#changes++;
      this.#schedule(0);
    }
    this.#setState(this.isClean ? { kind: 'saved' } : { kind: 'unsaved' });
    if (result.objectConflicts.length + result.classificationConflicts.length > 0) {
      this.#deps.onConflicts(result.objectConflicts, result.classificationConflicts);
    }
  }
}
