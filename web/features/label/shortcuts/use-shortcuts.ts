import { useEffect, useRef } from 'react';
import type { Editor } from '../../../editor/editor.ts';
import { keyName, keysOf, loadBindings, SHORTCUTS } from './shortcuts.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.tagName === 'TEXTAREA' ||
    target.tagName === 'SELECT' ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)));

/** Tab still moves the focus in panels and dialogs; objects are stepped through only from the canvas or the page. */
const mayTakeTab = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof HTMLElement && target.closest('.editor-stage') !== null);

/** Keys of the label page: first the actions given, then the tool and the editor. */
export function useShortcuts(
  editor: Editor | undefined,
  actions: Record<string, (() => void) | undefined>,
  onDigit: (digit: number) => boolean,
): void {
  const latest = useRef({ actions, onDigit });
  useEffect(() => {
    latest.current = { actions, onDigit };
  });
  useEffect(() => {
    if (editor === undefined) return;
    const down = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector('[aria-modal="true"]') !== null) return;
      if (event.target instanceof HTMLElement && event.target.closest('[role="dialog"]') !== null) return;
      const isButton =
        event.target instanceof HTMLElement && event.target.closest('button, a, [role="option"]') !== null;
      if (isButton && (event.key === ' ' || event.key === 'Enter')) return;
      const name = keyName(event);
      const isHeld = ['[', ']', 'Enter', 'Backspace', 'Delete', 'Escape', ' '].includes(event.key);
      if (isHeld || event.key.startsWith('Arrow')) {
        if (!event.ctrlKey && !event.metaKey && editor.keys.press(event)) event.preventDefault();
        if (event.defaultPrevented) return;
      }
      if (/^[0-9]$/.test(name) && latest.current.onDigit(Number(name))) {
        event.preventDefault();
        return;
      }
      if (name.endsWith('tab') && !mayTakeTab(event.target)) return;
      const bindings = loadBindings();
      for (const shortcut of SHORTCUTS) {
        const action = latest.current.actions[shortcut.id];
        if (action === undefined || !keysOf(shortcut, bindings).includes(name)) continue;
        event.preventDefault();
        // The keypoint tool uses N while it is at work.
        if (!editor.keys.pressTool(event)) action();
        return;
      }
      if (editor.keys.pressTool(event)) event.preventDefault();
    };
    const up = (event: KeyboardEvent) => editor.keys.release(event);
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
    };
  }, [editor]);
}
