import type { DocumentEditing } from './document/document-editing.ts';
import type { Tool } from './tools/tool.ts';

/** A key press, as the DOM tells it. */
interface EditorKey {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

interface KeyTarget {
  editing: DocumentEditing;
  tool: () => Tool;
  /** Back to the select tool. */
  rest: () => void;
  setSpace: (isDown: boolean) => void;
}

/** Keys that mean the canvas: the tool at work gets them first, then the selection. */
export class EditorKeys {
  readonly #target: KeyTarget;

  constructor(target: KeyTarget) {
    this.#target = target;
  }

  /** True when the key was used. */
  press(event: EditorKey): boolean {
    const { editing } = this.#target;
    const { key } = event;
    if (key === ' ') {
      this.#target.setSpace(true);
      return true;
    }
    if (!editing.isReadOnly.value) {
      if (this.pressTool(event)) return true;
      if (editing.selection.value.length > 0 && this.#pressSelection(event)) return true;
    }
    return key === 'Escape' && this.#escape();
  }

  /** Gives a key only to the tool at work; true when it was used. */
  pressTool({ key, shiftKey: shift, altKey: alt, ctrlKey, metaKey }: EditorKey): boolean {
    if (this.#target.editing.isReadOnly.value) return false;
    return this.#target.tool().key?.({ key, shift, alt, ctrl: ctrlKey || metaKey }) === true;
  }

  release({ key }: { key: string }): void {
    if (key === ' ') this.#target.setSpace(false);
  }

  #pressSelection({ key, shiftKey, altKey }: EditorKey): boolean {
    const { editing } = this.#target;
    if (key.startsWith('Arrow')) {
      const step = shiftKey ? 10 : altKey ? 0.1 : 1;
      editing.nudge(
        key === 'ArrowLeft' ? -step : key === 'ArrowRight' ? step : 0,
        key === 'ArrowUp' ? -step : key === 'ArrowDown' ? step : 0,
      );
      return true;
    }
    if (key !== 'Delete' && key !== 'Backspace') return false;
    editing.remove(editing.selection.value);
    return true;
  }

  #escape(): boolean {
    const { editing } = this.#target;
    if (this.#target.tool().cancel()) return true;
    if (editing.selection.value.length > 0) editing.selection.set([]);
    else if (editing.toolName.value !== 'select') this.#target.rest();
    else return false;
    return true;
  }
}
