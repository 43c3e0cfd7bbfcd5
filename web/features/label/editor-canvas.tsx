import { useEffect, useRef } from 'react';
import { Editor } from '../../editor/editor.ts';

interface EditorCanvasProps {
  userId: string;
  onEditor: (editor: Editor | undefined) => void;
}

/** The place on the page where the editor lives. */
export function EditorCanvas({ userId, onEditor }: EditorCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (container.current === null) return;
    const editor = new Editor(container.current, { userId });
    onEditor(editor);
    return () => {
      onEditor(undefined);
      editor.destroy();
    };
  }, [userId, onEditor]);
  return <div ref={container} className="editor" />;
}
