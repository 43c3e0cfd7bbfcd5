import type { Point } from '../../../shared/geometry/point.ts';
import type { LabelContent } from '../../../shared/labels/label-document.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { EditorState } from '../editor-state.ts';
import { changeObject, makeObject } from './object-factory.ts';
import { snapPoint } from '../shapes/snap-point.ts';
import { translateShape } from '../shapes/translate-shape.ts';

/** CSS px. */
const PICK_REACH = 5;
const SNAP_REACH = 9;
/** Nudges that follow each other within this are one step of undo. */
const NUDGE_PAUSE_MS = 600;

interface DocumentEditingOptions {
  /** Who is named as the author of every change. */
  userId: string;
  now?: () => Date;
}

/** What tools, keys and panels do to the document. Nothing changes while it is read only, locked or hidden. */
export class DocumentEditing extends EditorState {
  readonly #userId: string;
  readonly #now: () => Date;
  #lastNudge = 0;

  constructor({ userId, now = () => new Date() }: DocumentEditingOptions) {
    super();
    this.#userId = userId;
    this.#now = now;
  }

  /** Opens another document: nothing of the one before is left, not even what was hidden or chosen. */
  load(content: LabelContent): void {
    this.previewShapes = undefined;
    this.hovered = undefined;
    this.selection.set([]);
    if (this.hidden.value.size > 0) this.hidden.set(new Set());
    if (this.locked.value.size > 0) this.locked.set(new Set());
    this.store.load(content);
  }

  isEditable(object: LabelObject): boolean {
    return !this.locked.value.has(object.id) && !this.hidden.value.has(object.id) && !this.isReadOnly.value;
  }

  pick(point: Point): LabelObject | undefined {
    return this.index.pick(point, {
      tolerance: PICK_REACH / this.view().scale,
      isPickable: ({ id }) => !this.hidden.value.has(id) && !this.locked.value.has(id),
      skeletonOf: ({ classId }) => this.classes.get(classId)?.skeleton,
    });
  }

  snap(point: Point, exclude?: ReadonlySet<string>): Point {
    if (!this.settings.isSnapping) return point;
    return snapPoint(this.index, point, SNAP_REACH / this.view().scale, this.size, exclude);
  }

  create(shape: Shape): LabelObject | undefined {
    const [object] = this.createAll([shape]);
    return object;
  }

  /** Adds objects of the active class as one step, and selects them. */
  createAll(shapes: readonly Shape[]): LabelObject[] {
    return this.replace([], shapes);
  }

  /** Removes objects and adds others of the active class, as one step; the new ones are selected. */
  replace(ids: readonly string[], shapes: readonly Shape[]): LabelObject[] {
    const active = this.activeClass();
    if (active === undefined || this.isReadOnly.value || shapes.length === 0) return [];
    const objects = shapes.map((shape) => makeObject(active.id, shape, this.#userId, this.#now()));
    this.store.apply({ create: objects, remove: [...ids] });
    this.selection.set(objects.map(({ id }) => id));
    return objects;
  }

  reshape(changes: { object: LabelObject; shape: Shape }[]): void {
    this.store.apply({
      update: changes.map(({ object, shape }) => changeObject(object, { shape }, this.#userId, this.#now())),
    });
  }

  change(ids: readonly string[], changes: Partial<Pick<LabelObject, 'classId' | 'attributes'>>): void {
    if (this.isReadOnly.value) return;
    const update = ids.flatMap((id) => {
      const object = this.store.get(id);
      return object === undefined ? [] : [changeObject(object, changes, this.#userId, this.#now())];
    });
    this.store.apply({ update });
  }

  remove(ids: readonly string[]): void {
    const removable = ids.filter((id) => {
      const object = this.store.get(id);
      return object !== undefined && this.isEditable(object);
    });
    this.store.apply({ remove: removable });
  }

  /** Moves the selection by image px; several in a row are taken back together. */
  nudge(dx: number, dy: number): void {
    const before = this.selection.value.flatMap((id) => {
      const object = this.store.get(id);
      return object === undefined || !this.isEditable(object) ? [] : [object];
    });
    if (before.length === 0) return;
    this.reshape(before.map((object) => ({ object, shape: translateShape(object.shape, dx, dy) })));
    const now = performance.now();
    if (now - this.#lastNudge < NUDGE_PAUSE_MS) this.history.joinLastTwo();
    this.#lastNudge = now;
  }
}
