import type { Overlay } from '../../editor/drawing/draw-overlays.ts';
import type { Editor } from '../../editor/editor.ts';

/** Puts the overlays of one purpose in the place of its earlier ones; those of others stay. */
export function replaceOverlays(editor: Editor, purpose: string, overlays: readonly Overlay[]): void {
  const others = editor.overlays.value.filter(({ id }) => !id.startsWith(`${purpose} `));
  if (overlays.length === 0 && others.length === editor.overlays.value.length) return;
  editor.overlays.set([...others, ...overlays.map((one) => ({ ...one, id: `${purpose} ${one.id}` }))]);
}
