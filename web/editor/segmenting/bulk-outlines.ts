import { shapeIou } from '../../../shared/labels/shape-iou.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import type { DocumentEditing } from '../document/document-editing.ts';
import type { SegmentAssistant } from './segment-assistant.ts';
import { shapeOfMask } from '../shapes/shape-of-mask.ts';

/** What is drawn already covers a found object from this IoU on. */
const SAME_OBJECT = 0.7;

/**
 * Draws everything that the model finds, as objects of the active class and as one step of undo. What is drawn already
 * is left out. Returns how many were added.
 */
export async function outlineEverything(
  editor: DocumentEditing,
  assistant: SegmentAssistant,
  signal: AbortSignal,
): Promise<number> {
  const type = editor.activeClass()?.shape;
  const found = await assistant.everything(signal);
  if (signal.aborted) return 0;
  const shapes: Shape[] = [];
  for (const { mask } of found) {
    const shape = shapeOfMask(mask, type);
    if (shape === undefined) continue;
    const isDrawn = [...editor.store.all()].some((object) => shapeIou(object.shape, shape) >= SAME_OBJECT);
    if (!isDrawn) shapes.push(shape);
  }
  return editor.createAll(shapes).length;
}

/**
 * Puts outlines in the place of boxes: each box is shown to the model, and what it finds becomes an object of the active
 * class. One step of undo for all; boxes in which nothing was found stay. Returns how many were outlined.
 */
export async function outlineBoxes(
  editor: DocumentEditing,
  assistant: SegmentAssistant,
  boxIds: readonly string[],
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const type = editor.activeClass()?.shape;
  const outlined: { id: string; shape: Shape }[] = [];
  for (const [index, id] of boxIds.entries()) {
    if (signal.aborted) return 0;
    const object = editor.store.get(id);
    if (object?.shape.type === 'box' && editor.isEditable(object)) {
      const { x, y, width, height } = object.shape;
      const { mask } = await assistant.segmentOne({ points: [], box: { x, y, width, height } }, signal);
      const shape = shapeOfMask(mask, type);
      if (shape !== undefined) outlined.push({ id, shape });
    }
    onProgress(index + 1);
  }
  if (signal.aborted) return 0;
  const kept = outlined.filter(({ id }) => editor.store.get(id) !== undefined);
  editor.replace(
    kept.map(({ id }) => id),
    kept.map(({ shape }) => shape),
  );
  return kept.length;
}
