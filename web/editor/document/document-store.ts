import type { LabelContent } from '../../../shared/labels/label-document.ts';
import type { LabelClassification, LabelObject } from '../../../shared/labels/label-object.ts';
import type { ChangeOrigin, ChangeSet } from './change-set.ts';

/** What a caller wants changed; objects are whole and never mutated afterwards. */
export interface Edit {
  create?: LabelObject[];
  update?: LabelObject[];
  remove?: string[];
  classifications?: LabelClassification[];
}

type Listener = (changes: ChangeSet) => void;

/**
 * The label document in the editor. Every change goes through `apply` and is told to all observers as one change set:
 * undo, autosave, the raster of labels and the panels all live from that.
 */
export class DocumentStore {
  #objects = new Map<string, LabelObject>();
  #order: string[] = [];
  #classifications: LabelClassification[] = [];
  readonly #listeners = new Set<Listener>();

  get size(): number {
    return this.#order.length;
  }

  get classifications(): readonly LabelClassification[] {
    return this.#classifications;
  }

  get(id: string): LabelObject | undefined {
    return this.#objects.get(id);
  }

  /** Objects in document order: later ones lie on top. */
  *all(): Generator<LabelObject> {
    for (const id of this.#order) {
      const object = this.#objects.get(id);
      if (object !== undefined) yield object;
    }
  }

  content(): LabelContent {
    return { objects: [...this.all()], classifications: this.#classifications };
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Replaces everything. */
  load(content: LabelContent): void {
    const deleted = [...this.all()].map((object, index) => ({ object, index }));
    const before = this.#classifications;
    this.#objects = new Map(content.objects.map((object) => [object.id, object]));
    this.#order = [...this.#objects.keys()];
    this.#classifications = content.classifications;
    this.#tell({
      created: content.objects.map((object, index) => ({ object, index })),
      updated: [],
      deleted,
      classifications: { before, after: content.classifications },
      origin: 'load',
    });
  }

  /** One step of work. Ids that are gone are left out; nothing is told when nothing changes. */
  apply(edit: Edit, origin: ChangeOrigin = 'user'): ChangeSet | undefined {
    const gone = new Set((edit.remove ?? []).filter((id) => this.#objects.has(id)));
    const deleted =
      gone.size === 0
        ? []
        : this.#order.flatMap((id, index) => {
            const object = gone.has(id) ? this.#objects.get(id) : undefined;
            return object === undefined ? [] : [{ object, index }];
          });
    const updated = (edit.update ?? []).flatMap((after) => {
      const before = this.#objects.get(after.id);
      return before === undefined || before === after ? [] : [{ before, after }];
    });
    const start = this.#order.length - deleted.length;
    const created = (edit.create ?? []).map((object, offset) => ({ object, index: start + offset }));
    return this.applyChangeSet({
      created,
      updated,
      deleted,
      classifications: edit.classifications && { before: this.#classifications, after: edit.classifications },
      origin,
    });
  }

  /** Applies a prepared change set; what no longer fits (an object that is gone by now) is left out. */
  applyChangeSet(wanted: ChangeSet): ChangeSet | undefined {
    const changes: ChangeSet = {
      ...wanted,
      deleted: wanted.deleted.filter(({ object }) => this.#objects.has(object.id)),
      updated: wanted.updated.filter(({ after }) => this.#objects.has(after.id)),
    };
    if (changes.deleted.length > 0) {
      const gone = new Set(changes.deleted.map(({ object }) => object.id));
      for (const id of gone) this.#objects.delete(id);
      this.#order = this.#order.filter((id) => !gone.has(id));
    }
    changes.created = changes.created.filter(({ object }) => !this.#objects.has(object.id));
    for (const { object, index } of changes.created) {
      this.#objects.set(object.id, object);
      this.#order.splice(Math.min(index, this.#order.length), 0, object.id);
    }
    for (const { after } of changes.updated) this.#objects.set(after.id, after);
    if (changes.classifications !== undefined) this.#classifications = changes.classifications.after;
    const isNothing = changes.created.length + changes.updated.length + changes.deleted.length === 0;
    if (isNothing && changes.classifications === undefined) return undefined;
    this.#tell(changes);
    return changes;
  }

  #tell(changes: ChangeSet): void {
    for (const listener of this.#listeners) listener(changes);
  }
}
