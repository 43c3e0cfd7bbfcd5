import { diffLabelContent } from '../../../../shared/labels/diff-label-content.ts';
import type { LabelContent } from '../../../../shared/labels/label-document.ts';
import { request } from '../../../api/request.ts';
import type { Editor } from '../../../editor/editor.ts';
import { fetchLabels } from '../label-queries.ts';
import { LabelSaver, type LabelSaverDeps, type RevisedContent } from './label-saver.ts';

type Listeners = Pick<LabelSaverDeps, 'keep' | 'drop' | 'onState' | 'onConflicts'>;

/**
 * A task's document while it is in the editor. When it is left, what is not saved yet is sent on from a copy: the
 * editor goes on to the next document at once, and neither sees the other's labels.
 */
export class OpenDocument {
  readonly saver: LabelSaver;
  readonly #editor: Editor;
  readonly #ending = new AbortController();
  readonly #unsubscribe: () => void;
  #copy: LabelContent | undefined;

  /** The editor shows `base` already. */
  constructor(editor: Editor, taskId: string, base: RevisedContent, listeners: Listeners) {
    this.#editor = editor;
    this.saver = new LabelSaver(base, {
      ...listeners,
      current: () => this.#copy ?? editor.store.content(),
      put: async (content, revision, { keepalive }) => {
        const saved = await request<{ revision: number }>('PUT', `tasks/${taskId}/labels`, {
          body: content,
          ifMatch: revision,
          keepalive,
        });
        return saved.revision;
      },
      fetchLatest: () => fetchLabels(taskId),
      adopt: (content) => this.#adopt(content),
    });
    this.#unsubscribe = editor.store.subscribe(({ origin }) => {
      if (origin !== 'load' && origin !== 'merge') this.saver.changed();
    });
    const { signal } = this.#ending;
    document.addEventListener('visibilitychange', () => this.#hidden(), { signal });
    addEventListener('online', () => this.saver.retryNow(), { signal });
    addEventListener('beforeunload', (event) => !this.saver.isClean && event.preventDefault(), { signal });
  }

  /** The editor goes on to something else: what is not saved yet is sent, and kept until it is acknowledged. */
  leave(): void {
    this.#copy = this.#editor.store.content();
    this.#unsubscribe();
    this.#ending.abort();
    void this.saver.flush();
    this.saver.stop();
  }

  #hidden(): void {
    if (document.visibilityState === 'hidden') void this.saver.flush({ keepalive: true });
  }

  #adopt(content: LabelContent): void {
    if (this.#copy !== undefined) {
      this.#copy = content;
      return;
    }
    const { store } = this.#editor;
    const { objects, classifications } = diffLabelContent(store.content(), content);
    const { created, updated, deleted } = classifications;
    store.apply(
      {
        create: objects.created,
        update: objects.updated.map(({ after }) => after),
        remove: objects.deleted.map(({ id }) => id),
        classifications:
          created.length + updated.length + deleted.length > 0 ? content.classifications : undefined,
      },
      'merge',
    );
  }
}
