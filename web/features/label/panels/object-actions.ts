import type { LabelObject } from '../../../../shared/labels/label-object.ts';
import type { Editor } from '../../../editor/editor.ts';
import { newObjectId } from '../../../editor/document/object-factory.ts';
import { joinPolygons, simplifyPolygon } from '../../../editor/shapes/polygon-operations.ts';
import { TOOL_NAMES, type ToolName } from '../../../editor/tool-names.ts';
import { translateShape } from '../../../editor/shapes/translate-shape.ts';

const selected = (editor: Editor): LabelObject[] =>
  editor.selection.value.flatMap((id) => editor.store.get(id) ?? []);

function step(editor: Editor, by: 1 | -1): void {
  const ids = [...editor.store.all()].map(({ id }) => id).filter((id) => !editor.hidden.value.has(id));
  if (ids.length === 0) return;
  const at = ids.indexOf(editor.selection.value.at(-1) ?? '');
  const next = ids[at === -1 ? (by === 1 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length];
  editor.selection.set([next]);
  editor.camera.zoomTo([next]);
}

function duplicate(editor: Editor): void {
  const copies = selected(editor).map((object) => ({
    ...object,
    id: newObjectId(),
    shape: translateShape(object.shape, 10, 10),
  }));
  if (copies.length === 0 || editor.isReadOnly.value) return;
  editor.store.apply({ create: copies });
  editor.selection.set(copies.map(({ id }) => id));
}

/** Joins the selected polygons of one class into the first of them. */
function join(editor: Editor): void {
  const [first, ...rest] = selected(editor).filter(
    (object) => object.shape.type === 'polygon' && editor.isEditable(object),
  );
  const same = rest.filter(({ classId }) => classId === first.classId);
  if (first === undefined || same.length === 0) return;
  const shape = joinPolygons(
    [first, ...same].flatMap((object) => (object.shape.type === 'polygon' ? [object.shape] : [])),
  );
  editor.store.apply({ update: [{ ...first, shape }], remove: same.map(({ id }) => id) });
  editor.selection.set([first.id]);
}

function simplify(editor: Editor): void {
  const changes = selected(editor).flatMap((object) =>
    object.shape.type === 'polygon' && editor.isEditable(object)
      ? [{ object, shape: simplifyPolygon(object.shape, 1.5 / editor.view().scale) }]
      : [],
  );
  if (changes.length > 0) editor.reshape(changes);
}

const withAll = (set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> =>
  new Set([...set, ...ids]);

/** What the keys do to objects and view. */
export function objectActions(
  editor: Editor,
  chooseTool: (name: ToolName) => void,
): Record<string, () => void> {
  const tools = Object.fromEntries(TOOL_NAMES.map((name) => [`tool-${name}`, () => chooseTool(name)]));
  return {
    ...tools,
    snap: () => editor.changeSettings({ isSnapping: !editor.settings.isSnapping }),
    fit: () => editor.camera.fit(),
    'one-to-one': () => editor.camera.oneToOne(),
    'zoom-in': () => editor.camera.zoomBy(1.25),
    'zoom-out': () => editor.camera.zoomBy(0.8),
    'zoom-selection': () => editor.camera.zoomTo(editor.selection.value),
    names: () => editor.display.set({ ...editor.display.value, showNames: !editor.display.value.showNames }),
    hide: () => {
      editor.hidden.set(withAll(editor.hidden.value, editor.selection.value));
      editor.selection.set([]);
    },
    isolate: () => {
      const kept = new Set(editor.selection.value);
      if (kept.size === 0) return;
      editor.hidden.set(new Set([...editor.store.all()].map(({ id }) => id).filter((id) => !kept.has(id))));
    },
    'show-all': () => editor.hidden.set(new Set()),
    lock: () => editor.locked.set(withAll(editor.locked.value, editor.selection.value)),
    'next-object': () => step(editor, 1),
    'previous-object': () => step(editor, -1),
    'select-all': () => {
      editor.selection.set(
        [...editor.store.all()].filter((object) => !editor.hidden.value.has(object.id)).map(({ id }) => id),
      );
    },
    'select-class': () => {
      const classIds = new Set(selected(editor).map(({ classId }) => classId));
      editor.selection.set(
        [...editor.store.all()]
          .filter(({ id, classId }) => classIds.has(classId) && !editor.hidden.value.has(id))
          .map(({ id }) => id),
      );
    },
    duplicate: () => duplicate(editor),
    join: () => join(editor),
    simplify: () => simplify(editor),
    undo: () => editor.undo(),
    redo: () => editor.redo(),
  };
}
